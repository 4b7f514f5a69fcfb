"""An application that every ASGI server here serves: an echo, and the two ways in which an application refuses."""


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await websocket(scope, receive, send)
    else:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def lifespan(receive, send):
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return


async def websocket(scope, receive, send):
    await receive()
    if scope["path"] == "/refused":
        await send({"type": "websocket.close", "code": 4401, "reason": "who are you?"})
        return
    await send({"type": "websocket.accept"})
    if scope["path"] == "/closed":
        await send({"type": "websocket.close", "code": 4401, "reason": "who are you?"})
        return
    while True:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return
        if event.get("text") is not None:
            await send({"type": "websocket.send", "text": event["text"]})
        else:
            await send({"type": "websocket.send", "bytes": event["bytes"]})
