#!/usr/bin/env bash
# uWSGI answers every ping with an empty pong, and a Close with an empty Close, whatever they carried: its answers are constant
# frames. Seen: uwsgi-core 2.0.21-5.1 of Debian 12. RFC 6455 section 5.5.3 wants the application data of the ping in the pong,
# so that clients which match the two (browsers do not, monitors and libraries do) take the connection for dead.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download uwsgi-core=2.0.21-5.1 uwsgi-plugin-python3=2.0.21-5.1 libnorm1=1.5.9+dfsg-2 libpcre3=2:8.39-15 \
  libpgm-5.3-0=5.3.128~dfsg-2 libyajl2=2.1.0-3+deb12u2 libzmq5=4.3.4-6 2>apt.log || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$(dirname usr/lib/*/libzmq.so.5):$(dirname "$(find . -name 'libpcre.so.3')")"
cat >application.py <<'PYTHON'
import uwsgi


def application(environ, start_response):
    uwsgi.websocket_handshake(environ["HTTP_SEC_WEBSOCKET_KEY"])
    while True:
        uwsgi.websocket_recv()
PYTHON
port="$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')"
usr/bin/uwsgi-core --plugins-dir usr/lib/uwsgi/plugins --plugin python3 --http-socket "127.0.0.1:$port" --threads 2 \
  --die-on-term --wsgi-file application.py >uwsgi.log 2>&1 &
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
answer = server.makefile("rb")
while answer.readline() != b"\r\n":
    pass
server.sendall(b"\x89\x85\x00\x00\x00\x00hello")  # a ping
pong = answer.read(2).hex(" ")
server.sendall(b"\x88\x82\x00\x00\x00\x00\x03\xe8")  # Close 1000
print(pong, "|", answer.read(2).hex(" "))
PYTHON
)"
echo "answers to a ping with 5 bytes and to Close 1000: $seen"
[ "$seen" = "8a 00 | 88 00" ] || { echo "changed: no longer empty" >&2; cat uwsgi.log >&2; exit 1; }
