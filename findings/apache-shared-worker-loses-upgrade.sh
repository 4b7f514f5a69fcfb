#!/usr/bin/env bash
# Apache takes upgrade=websocket of a ProxyPass for granted only if no earlier ProxyPass leads to the beginning of its URL: then
# both share a worker, and the parameters are the first one's. Seen: Apache 2.4.71 (Debian 12), mod_proxy_http: with the plain
# "/api to http://host/" before "/ws to http://host/ws upgrade=websocket" the upgrade arrives at the server as a plain
# request and gets its 426; in the other order both work. The configuration is valid, and only a warning (AH01146) tells.
# One expects the order to matter for paths that overlap, which these do not, and a parameter to hold for its own line.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; chmod 755 "$dir"; cd "$dir"
get() { apt-get -qq download "$@" 2>apt.log; }
get 'apache2-bin=2.4.71*' libapr1 libaprutil1 || { apt-get -qq update && get 'apache2-bin=2.4.71*' libapr1 libaprutil1; } || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
export PATH="$dir/usr/sbin:$PATH"
export LD_LIBRARY_PATH="$dir/usr/lib/$(uname -m)-linux-gnu"
apache2 -v | sed -n 1p
cat >finding.py <<'PY'
import base64, hashlib, os, socket, subprocess, threading, time

def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

def head(s):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        byte = s.recv(1)
        if not byte:
            return data.decode()
        data += byte
    return data.decode()

def serve(s):
    request = head(s)
    keys = [line.split(": ", 1)[1] for line in request.split("\r\n") if line.lower().startswith("sec-websocket-key")]
    upgrades = any(line.lower() == "upgrade: websocket" for line in request.split("\r\n"))
    if upgrades:
        accept = base64.b64encode(hashlib.sha1((keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        s.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
        s.recv(1)
    else:
        s.sendall(b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nContent-Length: 0\r\n\r\n")
    s.close()

def accept(listener):
    while True:
        s, _ = listener.accept()
        threading.Thread(target=serve, args=(s,), daemon=True).start()

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(listener,), daemon=True).start()
backend, port, here = listener.getsockname()[1], free(), os.getcwd()
modules = here + "/usr/lib/apache2/modules"

def seen(lines):
    with open("apache.conf", "w") as conf:
        conf.write(f"""LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
ServerRoot {here}
ServerName x
User nobody
Group nogroup
DefaultRuntimeDir {here}
PidFile {here}/pid
ErrorLog {here}/error.log
Listen 127.0.0.1:{port}
{lines}
""")
    apache = subprocess.Popen(["apache2", "-DFOREGROUND", "-f", f"{here}/apache.conf"], stderr=subprocess.DEVNULL)
    answers = []
    try:
        for path in ("/ws/x",):
            for _ in range(200):
                try:
                    s = socket.create_connection(("127.0.0.1", port))
                    break
                except OSError:
                    time.sleep(0.05)
            s.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
            answers.append(path.split("/")[1] + " " + head(s).split(" ")[1])
            s.close()
    finally:
        apache.terminate()
        apache.wait()
    return ", ".join(answers)

ws = f"ProxyPass /ws http://127.0.0.1:{backend}/ws upgrade=websocket"
api = f"ProxyPass /api http://127.0.0.1:{backend}/"
print("/ws first:", seen(ws + "\n" + api))
print("/api first:", seen(api + "\n" + ws))
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="/ws first: ws 101
/api first: ws 426"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
