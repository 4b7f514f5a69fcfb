#!/usr/bin/env bash
# lighttpd's mod_wstunnel writes the digits of the close code into its Close frame, where RFC 6455 section 5.5.1 wants an
# integer of two bytes. Seen: lighttpd 1.4.69-1 of Debian 12. Any Close is answered by a Close with the payload "1000", in
# which every client reads the code 12592 and the reason "00"; 12592 is no code that RFC 6455 section 7.4.2 leaves free. One
# would expect the code that came, or 1000 as 03 e8.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download lighttpd=1.4.69-1 2>apt.log || { cat apt.log >&2; exit 1; }
dpkg -x lighttpd_*.deb .
cat >echo.py <<'PYTHON'
import socketserver


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(data)


server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
PYTHON
python3 echo.py >echo.port &
until [ -s echo.port ]; do sleep 0.1; done
port="$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')"
cat >lighttpd.conf <<CONF
server.modules = ("mod_wstunnel")
server.bind = "127.0.0.1"
server.port = $port
server.document-root = "$dir"
wstunnel.server = ("" => (("host" => "127.0.0.1", "port" => $(cat echo.port))))
CONF
usr/sbin/lighttpd -D -m usr/lib/lighttpd -f lighttpd.conf 2>lighttpd.log &
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
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
head = b""
while not head.endswith(b"\r\n\r\n"):
    head += server.recv(1)
server.sendall(b"\x88\x82\x00\x00\x00\x00\x03\xe8")  # Close 1000
answer = b""
while data := server.recv(100):
    answer += data
print(head.split()[1].decode(), answer.hex(" "), int.from_bytes(answer[2:4], "big"))
PYTHON
)"
echo "status, answer to Close 1000, code: $seen"
[ "$seen" = "101 88 04 31 30 30 30 12592" ] || { echo "changed: no longer the text 1000" >&2; exit 1; }
