#!/usr/bin/env bash
# websockify does not read Sec-WebSocket-Protocol as a list of HTTP: a blank after the comma makes "binary" another name. Seen:
# websockify 0.13.0 on Python 3.11. "a,binary" is a 101 that selects binary, "a, binary" a 400 "Invalid protocol selected".
# Browsers send the blank, and RFC 9110 section 5.6.1 lets a sender put it there. Without the field it is a 101.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
pip3 install -q --disable-pip-version-check --root-user-action=ignore --no-deps --target lib websockify==0.13.0
cat >server.py <<'PY'
import socket
import subprocess
import sys
import time

# A TCP server, and a free port for websockify.
target = socket.create_server(("127.0.0.1", 0))
with socket.socket() as bound:
    bound.bind(("127.0.0.1", 0))
    port = bound.getsockname()[1]
command = [sys.executable, "-m", "websockify", f"127.0.0.1:{port}", f"127.0.0.1:{target.getsockname()[1]}"]
proxy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    for _ in range(300):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    for offered in ("binary", "a,binary", "a, binary"):
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(
                b"GET /websockify HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + f"Sec-WebSocket-Protocol: {offered}\r\n\r\n".encode()
            )
            print(f"{offered}: {connection.recv(4096).split(b' ')[1].decode()}")
finally:
    proxy.terminate()
    proxy.wait()
PY
seen="$(PYTHONPATH=lib timeout 60 python3 server.py 2>/dev/null)"
echo "$seen"
[ "$seen" = "binary: 101
a,binary: 101
a, binary: 400" ] || { echo "changed: expected 101, 101 and 400" >&2; exit 1; }
