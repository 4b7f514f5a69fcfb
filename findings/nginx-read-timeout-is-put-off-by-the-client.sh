#!/usr/bin/env bash
# nginx's proxy_read_timeout, by its manual the time "between two successive read operations" from the proxied server, is put off
# on an upgraded connection by what the client sends: a server that has not said a byte since its 101 is not found, as long as
# the client pings often enough. Seen: nginx 1.22.1 (Debian 12) with proxy_read_timeout 2s: without pings the connection ends
# after 2 s; with one a second, to a server that reads them and answers none, it lives on, and ends 2 s after the last one.
# One would expect the limit to end connections to hung servers; behind nginx only missed pongs show them.
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

def mute(s):
    """Upgrades, reads everything, and says nothing."""
    key = [line.split(": ", 1)[1] for line in head(s).split("\r\n") if line.lower().startswith("sec-websocket-key")][0]
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    s.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    while s.recv(64):
        pass

def serve(listener):
    while True:
        s, _ = listener.accept()
        threading.Thread(target=mute, args=(s,), daemon=True).start()

def lives(pings):
    """For how many seconds, with so many pings a second apart."""
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        assert head(s).startswith("HTTP/1.1 101")
        began = time.monotonic()
        for _ in range(pings):
            time.sleep(1)
            s.sendall(bytes([0x89, 0x80, 0, 0, 0, 0]))
        s.settimeout(20)
        assert s.recv(64) == b"", "the server said something"
        return round(time.monotonic() - began)

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=(listener,), daemon=True).start()
port, here = free(), os.getcwd()
with open("nginx.conf", "w") as conf:
    conf.write(f"""daemon off; master_process off; pid {here}/pid; error_log {here}/error.log; events {{}}
http {{ access_log off; client_body_temp_path {here}/b; proxy_temp_path {here}/p; fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u; scgi_temp_path {here}/s;
server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{listener.getsockname()[1]}; proxy_http_version 1.1; proxy_read_timeout 2s;
proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }} }} }}""")
nginx = subprocess.Popen(["nginx", "-e", f"{here}/error.log", "-p", here, "-c", f"{here}/nginx.conf"])
try:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    print("no pings:", lives(0), "s")
    print("5 pings, no pongs:", lives(5), "s")
finally:
    nginx.terminate()
    nginx.wait()
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="no pings: 2 s
5 pings, no pongs: 7 s"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
