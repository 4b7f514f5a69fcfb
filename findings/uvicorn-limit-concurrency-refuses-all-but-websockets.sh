#!/usr/bin/env bash
# Uvicorn's --limit-concurrency, by its help the "maximum number of concurrent connections or tasks to allow, before issuing
# HTTP 503 responses", lets every WebSocket in, and counts it: four WebSockets with a limit of two are all a 101, and from the
# first one on each plain request is a 503. One would expect what fills the limit to be refused too, or not to fill it. A health
# check over HTTP calls a server down that takes every WebSocket, and a balancer takes it away; who probes only the WebSocket
# never sees the limit. Seen: uvicorn 0.54.0 on Python 3.11, alike with websockets 17.4 and wsproto 1.3.2.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --target lib \
  uvicorn==0.54.0 websockets==17.4 wsproto==1.3.2 h11==0.16.0
cat >finding.py <<'PY'
import asyncio
import socket
import sys

import uvicorn

UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)
HTTP = "Connection: close\r\n"
kept = []


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})
    else:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass


async def status(port, fields):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET / HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode())
    line = await asyncio.wait_for(reader.readline(), 10)
    if fields is HTTP:
        await asyncio.wait_for(reader.read(), 10)
        writer.close()
    else:
        kept.append(writer)
    return line.split()[1].decode()


async def main(implementation):
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http="h11", ws=implementation, limit_concurrency=2, lifespan="off", log_level="critical",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    port = listener.getsockname()[1]
    seen = ["HTTP " + await status(port, HTTP)]
    for _ in range(4):
        seen += ["WebSocket " + await status(port, UPGRADE), "HTTP " + await status(port, HTTP)]
        await asyncio.sleep(0.1)
    print(", ".join(seen))
    server.should_exit = True
    await serving


asyncio.run(main(sys.argv[1]))
PY
expected="HTTP 200, WebSocket 101, HTTP 503, WebSocket 101, HTTP 503, WebSocket 101, HTTP 503, WebSocket 101, HTTP 503"
for implementation in websockets-sansio wsproto; do
  seen="$(PYTHONPATH=lib timeout 60 python3 finding.py "$implementation")"
  echo "$implementation: $seen"
  [ "$seen" = "$expected" ] || { echo "changed: expected $expected" >&2; exit 1; }
done
