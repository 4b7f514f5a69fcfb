#!/usr/bin/env bash
# In HAProxy's metrics a frontend counts a request when it comes, and a backend when all of it has ended; a server counts the
# response at once, its frontend and its backend count the same one at the end. With plain requests nobody sees that; but a
# WebSocket of eight hours is no request of its backend, and a 101 of neither, for eight hours. So a backend's rate of requests
# is that of endings: 0 while users come, and a burst "of requests" when a server drops thousands at once. One would expect all
# of them to count when it passes, as the server does. Seen: HAProxy 2.6.12-1+deb12u4 (Debian 12), its own Prometheus exporter.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
get() { apt-get -qq download 'haproxy=2.6.12*' 2>apt.log; }
get || { apt-get -qq update && get; } || { cat apt.log >&2; exit 1; }
dpkg -x haproxy_*.deb .
cat >finding.py <<'PY'
import base64
import hashlib
import socket
import subprocess
import threading
import time
import urllib.request

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
COUNTED = {
    "requests of": "haproxy_{}_http_requests_total{{proxy=",
    "101s of": "haproxy_{}_http_responses_total{{proxy=",
}


def free():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def head(connection):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += connection.recv(1)
    return data.decode()


def upgrade(listener):
    connection, _ = listener.accept()
    key = next(line.split(": ")[1] for line in head(connection).split("\r\n") if line.lower().startswith("sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
    )
    connection.recv(1)  # until the other side ends it
    connection.close()


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=upgrade, args=(listener,), daemon=True).start()
port, metrics = free(), free()
with open("haproxy.cfg", "w") as file:
    file.write(f"""
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend public
  bind 127.0.0.1:{port}
  default_backend chat
backend chat
  server one 127.0.0.1:{listener.getsockname()[1]}
frontend metrics
  bind 127.0.0.1:{metrics}
  http-request use-service prometheus-exporter
""")
haproxy = subprocess.Popen(["usr/sbin/haproxy", "-db", "-f", "haproxy.cfg"])
try:
    for _ in range(200):
        try:
            client = socket.create_connection(("127.0.0.1", port), 10)
            break
        except OSError:
            time.sleep(0.05)
    client.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert head(client).startswith("HTTP/1.1 101")

    def counted(when):
        lines = urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics", timeout=10).read().decode().splitlines()
        for what, name in COUNTED.items():
            values = []
            for kind, proxy in (("frontend", "public"), ("backend", "chat"), ("server", "chat")):
                start = name.format(kind) + f'"{proxy}"'
                code = 'code="1xx"' if what.startswith("101s") else ""
                values += [f"{kind} {line.split()[-1]}" for line in lines if line.startswith(start) and code in line]
            print(f"{when}: {what}", ", ".join(values))

    time.sleep(1)  # long after the upgrade was answered
    counted("open")
    client.close()
    time.sleep(1)
    counted("ended")
finally:
    haproxy.terminate()
    haproxy.wait()
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="open: requests of frontend 1, backend 0
open: 101s of frontend 0, backend 0, server 1
ended: requests of frontend 1, backend 1
ended: 101s of frontend 1, backend 1, server 1"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
