#!/usr/bin/env bash
# A Jupyter kernel answers a request over its WebSocket only once: the same JSON again, on a new connection too,
# is dropped without a word. Seen: jupyter-server 2.21.1, ipykernel 7.4.0, Python 3.11. The server signs what a client sends,
# and the kernel keeps the signatures against replays ("Duplicate Signature" in the server's log), so that a msg_id that a
# client repeats makes a healthy kernel look dead. With another msg_id it answers at once. One would expect an error, or that
# the server, which alone has the key, tells its clients' requests apart.
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


def reply(kernel, identity):
    header = {"msg_id": identity, "msg_type": "kernel_info_request", "session": "1", "username": "", "date": "", "version": "5.4"}
    request = {"channel": "control", "header": header, "parent_header": {}, "metadata": {}, "content": {}}
    text = json.dumps(request).encode()
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(
            f"GET /api/kernels/{kernel}/channels HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nAuthorization: token guess\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        frames = connection.makefile("rb")
        while frames.readline() != b"\r\n":
            pass
        connection.sendall(b"\x81\xfe" + struct.pack("!H", len(text)) + bytes(4) + text)  # masked with zeros
        connection.settimeout(5)
        try:
            while True:
                start = frames.read(2)
                length = struct.unpack("!H", frames.read(2))[0] if start[1] == 126 else start[1]
                if b"kernel_info_reply" in frames.read(length):
                    return "a reply"
        except TimeoutError:
            return "nothing"


try:
    kernel = new_kernel()
    for identity in ("1", "1", "2"):
        print(identity, reply(kernel, identity), sep=": ")
finally:
    server.terminate()
    server.wait()
PY
seen="$(timeout 120 environment/bin/python client.py)"
echo "$seen"
[ "$seen" = "1: a reply
1: nothing
2: a reply" ] || { echo "changed: expected a reply, nothing, and a reply" >&2; exit 1; }
