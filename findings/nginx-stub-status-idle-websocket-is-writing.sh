#!/usr/bin/env bash
# nginx's stub_status, from which exporters for Prometheus take nginx_connections_writing, counts an idle WebSocket under
# "Writing" for its whole life, and a plain connection without a request under "Waiting". Seen: nginx 1.22.1 (Debian 12), which
# writes nothing to either. By its name and by its manual one expects "Writing" to be the responses that are being sent; a
# rule that fires on many of them, as for slow clients, fires for a healthy server with many quiet WebSockets.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; chmod 755 "$dir"; cd "$dir"
get() { apt-get -qq download "$@" 2>apt.log; }
get 'nginx=1.22.1*' || { apt-get -qq update && get 'nginx=1.22.1*'; } || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export PATH="$dir/usr/sbin:$PATH"
nginx -v
cat >finding.py <<'PY'
import base64, hashlib, os, socket, subprocess, threading, time

def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

def head(s):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += s.recv(1)
    return data.decode()

def upgrade(listener):
    s, _ = listener.accept()
    key = [line.split(": ", 1)[1] for line in head(s).split("\r\n") if line.lower().startswith("sec-websocket-key")][0]
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    s.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    s.recv(1)

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=upgrade, args=(listener,), daemon=True).start()
port, here = free(), os.getcwd()
with open("nginx.conf", "w") as conf:
    conf.write(f"""daemon off; master_process off; pid {here}/pid; error_log {here}/error.log; events {{}}
http {{ access_log off; client_body_temp_path {here}/b; proxy_temp_path {here}/p; fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u; scgi_temp_path {here}/s;
server {{ listen 127.0.0.1:{port}; location /status {{ stub_status; }}
location /ws {{ proxy_pass http://127.0.0.1:{listener.getsockname()[1]}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }} }} }}""")
nginx = subprocess.Popen(["nginx", "-e", f"{here}/error.log", "-p", here, "-c", f"{here}/nginx.conf"])
try:
    for _ in range(100):
        try:
            status = socket.create_connection(("127.0.0.1", port))
            break
        except OSError:
            time.sleep(0.05)

    def counted():
        status.sendall(b"GET /status HTTP/1.1\r\nHost: x\r\n\r\n")
        length = [int(line.split(":")[1]) for line in head(status).split("\r\n") if line.startswith("Content-Length")][0]
        body = b""
        while len(body) < length:
            body += status.recv(length - len(body))
        return body.decode().splitlines()[-1].strip()

    print("nobody else:", counted())
    idle = socket.create_connection(("127.0.0.1", port))
    time.sleep(0.2)
    print("+ plain, idle:", counted())
    ws = socket.create_connection(("127.0.0.1", port))
    ws.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    assert head(ws).startswith("HTTP/1.1 101")
    time.sleep(1)  # long after the upgrade was answered
    print("+ WebSocket, idle:", counted())
finally:
    nginx.terminate()
    nginx.wait()
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="nobody else: Reading: 0 Writing: 1 Waiting: 0
+ plain, idle: Reading: 0 Writing: 1 Waiting: 1
+ WebSocket, idle: Reading: 0 Writing: 2 Waiting: 1"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
