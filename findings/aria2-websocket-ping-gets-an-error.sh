#!/usr/bin/env bash
# aria2 takes the end of each ping for the end of a JSON-RPC request, and answers it twice: with the pong, and with a text
# message that says "Invalid Request.". Seen: aria2 1.36.0-1 of Debian 12. One would expect a control frame to be nothing to
# the application, as RFC 6455 section 5.5 has it. A client that pings to keep its connection gets errors without an id
# between its answers.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download aria2=1.36.0-1 libaria2-0=1.36.0-1 2>apt.log || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$(dirname usr/lib/*/libaria2.so.0)"
port="$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')"
usr/bin/aria2c --no-conf --enable-rpc --rpc-listen-port="$port" --dir="$dir" --disable-ipv6 --enable-dht=false >aria2.log 2>&1 &
seen="$(python3 - "$port" <<'PYTHON'
import socket, sys, time

for attempt in range(100):
    try:
        server = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
        break
    except ConnectionRefusedError:
        time.sleep(0.1)
server.sendall(
    b"GET /jsonrpc HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
head = b""
while not head.endswith(b"\r\n\r\n"):
    head += server.recv(1)
server.sendall(b"\x89\x82\x00\x00\x00\x00hi")  # a ping and nothing else
time.sleep(1)
server.sendall(b"\x88\x82\x00\x00\x00\x00\x03\xe8")  # Close 1000
answer = server.makefile("rb")
while frame := answer.read(2):
    print("opcode", frame[0] & 15, answer.read(frame[1]))
PYTHON
)"
echo "$seen"
[ "$seen" = "opcode 10 b'hi'
opcode 1 b'{\"id\":null,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request.\"}}'
opcode 8 b'\\x03\\xe8'" ] || { echo "changed: no longer an error for a ping" >&2; exit 1; }
