#!/usr/bin/env bash
# picows' server refuses the upgrade request of a browser: a Connection field with more than one option, such as Firefox's
# "keep-alive, Upgrade", is a 400. Seen: picows 2.3.1 on Python 3.11: "CONNECTION header value is not 'upgrade'". RFC 6455
# section 4.2.1 only demands that the field includes the token Upgrade, and RFC 9110 section 7.6.1 makes it a list.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --target lib picows==2.3.1
cat >server.py <<'PY'
import asyncio
import socket

from picows import WSListener, ws_create_server

REQUEST = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: {}\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def answers(port):
    for options in ("Upgrade", "keep-alive, Upgrade"):
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(REQUEST.format(options).encode())
            print(f"Connection: {options}: {connection.recv(4096).split(b' ')[1].decode()}")


async def main():
    server = await ws_create_server(lambda request: WSListener(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.get_running_loop().run_in_executor(None, answers, port)


asyncio.run(main())
PY
seen="$(PYTHONPATH=lib timeout 60 python3 server.py 2>/dev/null)"
echo "$seen"
[ "$seen" = "Connection: Upgrade: 101
Connection: keep-alive, Upgrade: 400" ] || { echo "changed: expected 101 and 400" >&2; exit 1; }
