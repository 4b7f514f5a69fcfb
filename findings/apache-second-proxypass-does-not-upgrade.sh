#!/usr/bin/env bash
# Of two ProxyPass to one server, only the first one's upgrade=websocket counts, and it counts for both: they share one worker,
# which keeps the parameters that it was made with. Seen: apache2-bin 2.4.71-1~deb12u1 of Debian 12. With
# "ProxyPass /a http://HOST/" before "ProxyPass /b http://HOST/ upgrade=websocket", no upgrade is passed on, and a warning at
# the start, AH01146, is all that says so; in the other order, both pass it on. One would expect a parameter to belong to the
# line on which it stands. A server behind it says 426 or takes the request for a plain one.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download apache2-bin=2.4.71-1~deb12u1 libapr1=1.7.2-3+deb12u1 libaprutil1=1.6.3-1 2>apt.log ||
  { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$(dirname usr/lib/*/libapr-1.so.0)"
cat >try.py <<'PYTHON'
"""Tells for two paths whether the server behind Apache was asked for an upgrade."""
import http.server, socket, subprocess, sys, threading, time


class Behind(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        told = b"upgrade" if self.headers.get("Upgrade") == "websocket" else b"no upgrade"
        self.send_response(426)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *arguments):
        pass


behind = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Behind)
threading.Thread(target=behind.serve_forever, daemon=True).start()
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
modules = "".join(
    f"LoadModule {name}_module usr/lib/apache2/modules/mod_{name}.so\n"
    for name in ("mpm_event", "authz_core", "proxy", "proxy_http")
)
with open("apache.conf", "w") as conf:
    conf.write(
        f"ServerName localhost\nPidFile pid\nDefaultRuntimeDir .\nErrorLog error.log\n{modules}User nobody\n"
        f"Group nogroup\nListen 127.0.0.1:{port}\n"
    )
    for line in sys.argv[1:]:
        path, *parameters = line.split()
        conf.write(f"ProxyPass {path} http://127.0.0.1:{behind.server_port}/ {' '.join(parameters)}\n")
apache = subprocess.Popen(["usr/sbin/apache2", "-X", "-d", ".", "-f", "apache.conf"], stderr=subprocess.DEVNULL)
try:
    for path in ("/a", "/b"):
        for attempt in range(100):
            try:
                client = socket.create_connection(("127.0.0.1", port), 5)
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        client.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while b"upgrade" not in answer.split(b"\r\n\r\n", 1)[-1]:
            data = client.recv(4096)
            if not data:
                break
            answer += data
        print(path, answer.split(b"\r\n\r\n", 1)[-1].decode(), end="; ")
finally:
    apache.terminate()
    apache.wait()
PYTHON
plain_first="$(python3 try.py "/a" "/b upgrade=websocket")"
upgrade_first="$(python3 try.py "/b upgrade=websocket" "/a")"
echo "the line without it first: $plain_first"
echo "the line with it first: $upgrade_first"
[ "$plain_first $upgrade_first" = "/a no upgrade; /b no upgrade;  /a upgrade; /b upgrade; " ] ||
  { echo "changed: the parameter belongs to its line" >&2; exit 1; }
