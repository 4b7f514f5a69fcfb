#!/usr/bin/env bash
# A reload of Caddy, which drains requests ("graceful"), ends every proxied WebSocket at once with a Close of 1001, also when the
# new configuration only adds a server and leaves the WebSocket's own one as it is. Seen: Caddy 2.6.2 (Debian 12): a slow HTTP
# request in the same server outlives the reload and gets its 200, and the WebSocket gets 88 02 03e9. For a monitor, each
# change of any site looks like a restart of all WebSocket servers behind it.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; chmod 755 "$dir"; cd "$dir"
get() { apt-get -qq download "$@" 2>apt.log; }
get 'caddy=2.6.2*' || { apt-get -qq update && get 'caddy=2.6.2*'; } || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export PATH="$dir/usr/bin:$PATH"
echo "Caddy $(caddy version)"
cat >finding.py <<'PY'
import base64, hashlib, json, os, socket, subprocess, threading, time, urllib.request

def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

def head(s):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        byte = s.recv(1)
        if not byte:
            return None
        data += byte
    return data.decode()

def serve(s):
    request = head(s)
    if request is None:
        return
    keys = [line.split(": ", 1)[1] for line in request.split("\r\n") if line.lower().startswith("sec-websocket-key")]
    if keys:
        accept = base64.b64encode(hashlib.sha1((keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        s.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
        while s.recv(64):
            pass
    else:
        time.sleep(3)  # a slow request, which the reload falls into
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nslow")

def accept(listener):
    while True:
        s, _ = listener.accept()
        threading.Thread(target=serve, args=(s,), daemon=True).start()

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(listener,), daemon=True).start()
port, admin, other = free(), free(), free()

def config(more):
    servers = {"chat": {"listen": [f"127.0.0.1:{port}"], "automatic_https": {"disable": True}, "routes": [
        {"handle": [{"handler": "reverse_proxy", "upstreams": [{"dial": f"127.0.0.1:{listener.getsockname()[1]}"}]}]}]}}
    if more:
        servers["other"] = {"listen": [f"127.0.0.1:{other}"], "automatic_https": {"disable": True}, "routes": [{"handle": [{"handler": "static_response", "body": "new"}]}]}
    return json.dumps({"admin": {"listen": f"127.0.0.1:{admin}"}, "storage": {"module": "file_system", "root": os.getcwd()}, "apps": {"http": {"servers": servers}}})

with open("caddy.json", "w") as file:
    file.write(config(False))
caddy = subprocess.Popen(["caddy", "run", "--config", "caddy.json"], stderr=open("caddy.log", "w"))
try:
    for _ in range(200):
        try:
            ws = socket.create_connection(("127.0.0.1", port))
            break
        except OSError:
            time.sleep(0.05)
    ws.settimeout(20)
    ws.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    assert head(ws).startswith("HTTP/1.1 101")
    slow = []
    thread = threading.Thread(target=lambda: slow.append(urllib.request.urlopen(f"http://127.0.0.1:{port}/").status))
    thread.start()
    time.sleep(1)
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{admin}/load", config(True).encode(), {"Content-Type": "application/json"})).read()
    try:
        frame = ws.recv(64)
    except TimeoutError:
        frame = None
    thread.join()
    print("slow request:", slow[0])
    print("WebSocket:", "open" if frame is None else frame.hex() or "ended")
finally:
    caddy.terminate()
    caddy.wait()
PY
seen="$(timeout 120 python3 finding.py)"
echo "$seen"
expected="slow request: 200
WebSocket: 880203e9"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
