#!/usr/bin/env bash
# Flask-Sock on Werkzeug's own server writes an HTTP response into the WebSocket at its end, as if the upgraded connection
# were still HTTP. Seen: flask-sock 0.7.0, simple-websocket 1.1.0, Werkzeug 3.1.9, Python 3.11. After "Close 1000" of the
# client come the server's Close and "HTTP/1.1 200 OK", in either order, since one thread reads the WebSocket and another one
# ends the request. A client that reads until TCP ends, or until the Close, gets bytes that are no frame. One would expect
# nothing after the 101 but frames (RFC 6455 section 5.1).
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --target lib \
  flask-sock==0.7.0 simple-websocket==1.1.0 wsproto==1.3.2 Flask==3.1.3 Werkzeug==3.1.9
cat >server.py <<'PY'
import socket
import threading

from flask import Flask
from flask_sock import Sock
from werkzeug.serving import make_server

application = Flask(__name__)


@Sock(application).route("/")
def echo(connection):
    while True:
        connection.send(connection.receive())


server = make_server("127.0.0.1", 0, application, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.create_connection(("127.0.0.1", server.server_port), 10) as connection:
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    connection.sendall(b"\x88\x82\x00\x00\x00\x00\x03\xe8")  # Close 1000, masked with zeros
    stream = b""
    while data := connection.recv(4096):
        stream += data
print("status", head.split(b" ")[1].decode())
print("Close 1000", b"\x88\x02\x03\xe8" in stream)
print("HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\n" in stream)
PY
seen="$(PYTHONPATH=lib timeout 60 python3 server.py 2>/dev/null)"
echo "$seen"
[ "$seen" = "status 101
Close 1000 True
HTTP/1.1 200 OK True" ] || { echo "changed: expected a Close and an HTTP response after the 101" >&2; exit 1; }
