#!/usr/bin/env bash
# Jupyter Server ends TCP, without a Close, when a client that selected v1.kernel.websocket.jupyter.org sends JSON as text, as
# clients do without that subprotocol. Seen: jupyter-server 2.21.1, ipykernel 7.4.0, Python 3.11: the same kernel_info_request
# is answered without a subprotocol, and with it the connection just ends (1006 to a browser). RFC 6455 section 7.4.1 has 1003
# for a type of data that cannot be accepted. A proxy or a probe that offers the subprotocol and sends text sees only that end.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv --without-pip environment
pip3 --python environment/bin/python install -q --disable-pip-version-check --root-user-action=ignore \
  jupyter-server==2.21.1 ipykernel==7.4.0 tornado==6.6.1
cat >client.py <<'PY'
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request

with socket.socket() as bound:
    bound.bind(("127.0.0.1", 0))
    port = bound.getsockname()[1]
options = ["--allow-root", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=guess"]
server = subprocess.Popen(
    [sys.executable, "-m", "jupyter_server", *options],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": os.getcwd()},
)


def new_kernel():
    url, headers = f"http://127.0.0.1:{port}/api/kernels", {"Authorization": "token guess"}
    for _ in range(300):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, b"{}", headers), timeout=60) as answer:
                return json.load(answer)["id"]
        except urllib.error.URLError:
            time.sleep(0.2)
    sys.exit("no kernel")


def reply(kernel, fields):
    header = {"msg_id": "1", "msg_type": "kernel_info_request", "session": "1", "username": "", "date": "", "version": "5.4"}
    request = {"channel": "control", "header": header, "parent_header": {}, "metadata": {}, "content": {}}
    text = json.dumps(request).encode()
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(
            f"GET /api/kernels/{kernel}/channels HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nAuthorization: token guess\r\n{fields}"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        frames = connection.makefile("rb")
        while frames.readline() != b"\r\n":
            pass
        connection.sendall(b"\x81\xfe" + struct.pack("!H", len(text)) + bytes(4) + text)  # masked with zeros
        while start := frames.read(2):
            length = struct.unpack("!H", frames.read(2))[0] if start[1] == 126 else start[1]
            payload = frames.read(length)
            if start[0] == 0x88:
                return "a Close"
            if b"kernel_info_reply" in payload:
                return "a reply"
        return "the end of TCP"


try:
    kernel = new_kernel()
    print("without a subprotocol:", reply(kernel, ""))
    print("with it:", reply(kernel, "Sec-WebSocket-Protocol: v1.kernel.websocket.jupyter.org\r\n"))
finally:
    server.terminate()
    server.wait()
PY
seen="$(timeout 120 environment/bin/python client.py)"
echo "$seen"
[ "$seen" = "without a subprotocol: a reply
with it: the end of TCP" ] || { echo "changed: expected a reply, and the end of TCP" >&2; exit 1; }
