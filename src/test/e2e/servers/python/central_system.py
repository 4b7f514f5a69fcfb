"""A central system of OCPP 1.6 and 2.0.1 that knows one charge point, called probe: central_system.py PORT."""

import asyncio
import datetime
import http
import sys

import ocpp.v16
import ocpp.v201
from ocpp.routing import on
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def acceptance(version):
    """What both versions answer alike; their requests and answers are classes of their own."""

    class Session(version.ChargePoint):
        @on("BootNotification")
        def boot(self, **described):
            return version.call_result.BootNotification(current_time=now(), interval=300, status="Accepted")

        @on("Heartbeat")
        def heartbeat(self, **nothing):
            return version.call_result.Heartbeat(current_time=now())

    return Session


SESSIONS = {"ocpp1.6": acceptance(ocpp.v16), "ocpp2.0.1": acceptance(ocpp.v201)}


def route(connection, request):
    if request.path != "/ocpp/probe":
        return connection.respond(http.HTTPStatus.NOT_FOUND, "no such charge point\n")


async def serve_charge_point(connection):
    try:
        await SESSIONS[connection.subprotocol]("probe", connection).start()
    except ConnectionClosed:
        pass


async def main():
    async with serve(
        serve_charge_point, "127.0.0.1", int(sys.argv[1]), subprotocols=list(SESSIONS), process_request=route
    ) as server:
        await server.serve_forever()


asyncio.run(main())
