"""An echo for each of the servers that bring their own threads, greenlets or loop: threaded.py NAME PORT."""

import sys

HOST = "127.0.0.1"


def flask_sock(port):
    from flask import Flask
    from flask_sock import Sock

    application = Flask(__name__)
    sock = Sock(application)

    @sock.route("/")
    def echo(connection):
        while True:
            connection.send(connection.receive())

    application.run(HOST, port)


def gevent_websocket(port):
    from gevent import pywsgi
    from geventwebsocket.handler import WebSocketHandler

    def application(environ, start_response):
        connection = environ.get("wsgi.websocket")
        if connection is None or environ["PATH_INFO"] != "/":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such path\n"]
        while (message := connection.receive()) is not None:
            connection.send(message, isinstance(message, (bytes, bytearray)))
        return []

    pywsgi.WSGIServer((HOST, port), application, handler_class=WebSocketHandler).serve_forever()


def sanic(port):
    from sanic import Sanic

    application = Sanic("echo", configure_logging=False)

    @application.websocket("/", subprotocols=["chat"])
    async def echo(request, connection):
        async for message in connection:
            await connection.send(message)

    application.run(HOST, port, single_process=True, access_log=False, motd=False)


{"flask-sock": flask_sock, "gevent-websocket": gevent_websocket, "sanic": sanic}[sys.argv[1]](int(sys.argv[2]))
