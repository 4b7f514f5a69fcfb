#!/usr/bin/env bash
# libwebsockets returns only as many bytes of a ping as the receive buffer of the selected subprotocol holds, although a
# control frame always has a buffer of its own. Seen: libwebsockets-test-server 4.1.6-3 of Debian 12, whose
# dumb-increment-protocol has a buffer of 10 bytes: a ping of 20 bytes is answered by a pong with its first 10. RFC 6455
# section 5.5.3 wants identical application data. One would expect a small buffer to fragment messages and nothing else.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download libwebsockets-test-server=4.1.6-3 libwebsockets-test-server-common=4.1.6-3 libwebsockets17=4.1.6-3 \
  2>apt.log || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$(dirname usr/lib/*/libwebsockets.so.17)"
port="$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')"
usr/bin/libwebsockets-test-server -p "$port" -i lo >server.log 2>&1 &
seen="$(python3 - "$port" <<'PYTHON'
import socket, sys, time

for attempt in range(100):
    try:
        server = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
        break
    except ConnectionRefusedError:
        time.sleep(0.1)
server.sendall(
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: dumb-increment-protocol\r\n\r\n"
)
answer = server.makefile("rb")
while answer.readline() != b"\r\n":
    pass
server.sendall(b"\x89\x94\x00\x00\x00\x0001234567890123456789")  # a ping of 20 bytes
while frame := answer.read(2):
    payload = answer.read(frame[1])
    if frame[0] == 0x8A:
        print(payload.decode())
        break
PYTHON
)"
echo "pong to 01234567890123456789: $seen"
[ "$seen" = "0123456789" ] || { echo "changed: no longer the first ten bytes" >&2; exit 1; }
