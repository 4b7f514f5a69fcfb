"""An echo for each of the libraries that run in an asyncio loop: libraries.py NAME PORT. Imported only when asked for."""

import asyncio
import http
import sys

HOST = "127.0.0.1"


async def websockets(port):
    from websockets.asyncio.server import serve

    async def echo(connection):
        async for message in connection:
            await connection.send(message)

    def route(connection, request):
        return None if request.path == "/" else connection.respond(http.HTTPStatus.NOT_FOUND, "no such path\n")

    async with serve(echo, HOST, port, subprotocols=["chat"], process_request=route) as server:
        await server.serve_forever()


async def aiohttp(port):
    from aiohttp import WSMsgType, web

    async def echo(request):
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        async for message in connection:
            if message.type == WSMsgType.TEXT:
                await connection.send_str(message.data)
            elif message.type == WSMsgType.BINARY:
                await connection.send_bytes(message.data)
        return connection

    application = web.Application()
    application.router.add_get("/", echo)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    await asyncio.Event().wait()


async def tornado(port):
    from tornado.web import Application
    from tornado.websocket import WebSocketHandler

    class Echo(WebSocketHandler):
        def on_message(self, message):
            return self.write_message(message, isinstance(message, bytes))

    Application([("/", Echo)]).listen(port, HOST)
    await asyncio.Event().wait()


async def picows(port):
    from picows import WSListener, WSMsgType, ws_create_server

    class Echo(WSListener):
        def on_ws_frame(self, transport, frame):
            if frame.msg_type == WSMsgType.CLOSE:
                transport.send_close(frame.get_close_code(), frame.get_close_message())
                transport.disconnect()
            elif frame.msg_type in (WSMsgType.TEXT, WSMsgType.BINARY):
                transport.send(frame.msg_type, frame.get_payload_as_bytes())

    def route(request):
        return Echo() if request.path == b"/" else None

    server = await ws_create_server(route, HOST, port)
    await server.serve_forever()


async def autobahn(port):
    from autobahn.asyncio.websocket import WebSocketServerFactory, WebSocketServerProtocol

    class Echo(WebSocketServerProtocol):
        def onMessage(self, payload, isBinary):
            self.sendMessage(payload, isBinary)

    factory = WebSocketServerFactory(f"ws://{HOST}:{port}")
    factory.protocol = Echo
    server = await asyncio.get_running_loop().create_server(factory, HOST, port)
    await server.serve_forever()


async def vnc(port):
    """No WebSocket: greets over TCP as a VNC server does, which is what websockify forwards."""

    async def greet(reader, writer):
        writer.write(b"RFB 003.008\n")
        await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(greet, HOST, port)
    await server.serve_forever()


asyncio.run(globals()[sys.argv[1]](int(sys.argv[2])))
