#!/usr/bin/env bash
# gevent-websocket answers a Close that has a reason with the text of a Python object, so that its first two letters are read
# as the close code. Seen: gevent-websocket 0.10.1 on gevent 26.9.0, Python 3.11. "Close 1000 bye" is answered by
# "bytearray(b'bye')": code 25209 ("by"), which RFC 6455 section 7.4.2 reserves for nobody and clients report as a protocol
# error. A Close with a code alone is answered without one. One would expect the code that came, as section 5.5.1 says.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --target lib gevent-websocket==0.10.1 gevent==26.9.0
cat >server.py <<'PY'
from gevent import pywsgi, socket
from geventwebsocket.handler import WebSocketHandler


def echo(environ, start_response):
    connection = environ["wsgi.websocket"]
    while (message := connection.receive()) is not None:
        connection.send(message)
    return []


def answer(port, reason):
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        payload = b"\x03\xe8" + reason
        connection.sendall(bytes([0x88, 0x80 | len(payload), 0, 0, 0, 0]) + payload)  # masked with zeros
        stream = b""
        while data := connection.recv(4096):
            stream += data
        return stream.partition(b"\r\n\r\n")[2]


server = pywsgi.WSGIServer(("127.0.0.1", 0), echo, handler_class=WebSocketHandler, log=None, error_log=None)
server.start()
for reason in (b"", b"bye"):
    print(reason.decode() or "none", answer(server.server_port, reason))
PY
seen="$(PYTHONPATH=lib timeout 60 python3 server.py 2>/dev/null)"
echo "$seen"
[ "$seen" = "none b'\\x88\\x00'
bye b\"\\x88\\x11bytearray(b'bye')\"" ] || { echo "changed: no longer the text of a bytearray" >&2; exit 1; }
