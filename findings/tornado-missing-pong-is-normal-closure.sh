#!/usr/bin/env bash
# Tornado closes the connection of a client whose pong did not come as if all were well: with 1000, a normal closure. Seen:
# Tornado 6.6.1 on Python 3.11 with websocket_ping_interval=1 and websocket_ping_timeout=1: 'Close 1000 "ping timed out"'.
# The reason tells, the code does not; RFC 6455 section 7.4.1 says of 1000 that "the purpose for which the connection was
# established has been fulfilled". Of the other Python servers, uvicorn, websockets and Sanic close with 1011, picows with
# 1001, Flask-Sock with 1008, and aiohttp, Autobahn and Daphne end TCP without a Close.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --target lib tornado==6.6.1
cat >server.py <<'PY'
import asyncio
import socket
import struct

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Silent(WebSocketHandler):
    def on_message(self, message):
        pass


def ending(port):
    """A client that answers no ping."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        frames = connection.makefile("rb")
        while frames.readline() != b"\r\n":
            pass
        while True:
            kind, length = frames.read(2)
            payload = frames.read(length)
            if kind == 0x88:
                return f'Close {struct.unpack("!H", payload[:2])[0]} "{payload[2:].decode()}"'


async def main():
    sockets = bind_sockets(0, "127.0.0.1")
    settings = {"websocket_ping_interval": 1, "websocket_ping_timeout": 1}
    HTTPServer(Application([("/", Silent)], **settings)).add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    print(await asyncio.get_running_loop().run_in_executor(None, ending, port))


asyncio.run(main())
PY
seen="$(PYTHONPATH=lib timeout 60 python3 server.py 2>/dev/null)"
echo "$seen"
[ "$seen" = 'Close 1000 "ping timed out"' ] || { echo "changed: no longer 1000" >&2; exit 1; }
