"""A Socket.IO server that lets everybody into the main namespace."""

import socketio

server = socketio.AsyncServer(async_mode="asgi")
application = socketio.ASGIApp(server)
