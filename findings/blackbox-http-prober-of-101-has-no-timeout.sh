#!/usr/bin/env bash
# To watch a WebSocket with a release of blackbox_exporter, its HTTP prober is given the fields of an upgrade and
# valid_status_codes: [101]. After a 101 its timeout no longer counts, neither the module's nor Prometheus': it reads on until
# the server ends the connection, and answers only then, here after 5 s where 1 s is allowed, with probe_success 1. A server
# that keeps connections, as a good one does, is thus a failed scrape ("up" 0); and each scrape leaves one more connection open
# at that server, since the scraper that goes away does not end it. One would expect the timeout to be that of the probe, as it
# is after a 200 whose body does not end. Seen: Debian's prometheus-blackbox-exporter 0.23.0-4+b4. (Go's http.Client ends no
# body of a 101 with its context: a request with a timeout of 1 s is read for as long as that by Go 1.26.8 too.)
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
get() { apt-get -qq download 'prometheus-blackbox-exporter=0.23.0*' 2>apt.log; }
get || { apt-get -qq update && get; } || { cat apt.log >&2; exit 1; }
dpkg -x prometheus-blackbox-exporter_*.deb .
cat >blackbox.yml <<'YAML'
modules:
  upgrade:
    prober: http
    timeout: 1s
    http:
      valid_status_codes: [101]
      headers:
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: "13"
  plain:
    prober: http
    timeout: 1s
YAML
cat >finding.py <<'PY'
import socket
import subprocess
import threading
import time
import urllib.request

KEPT = 5  # seconds, after which the server ends each connection
SCRAPED = 1  # seconds after which a scraper goes away
HEADS = {
    "/ws": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
    "/endless": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
}
lasted = []


def serve(connection):
    with connection:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        connection.sendall(HEADS[head.split()[1].decode()])
        begin = time.monotonic()
        connection.settimeout(KEPT)
        try:
            connection.recv(1)
        except TimeoutError:
            pass
        lasted.append(time.monotonic() - begin)


def accept():
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


def probe(module, path, timeout):
    begin = time.monotonic()
    url = f"http://{exporter}/probe?module={module}&target=http://127.0.0.1:{listener.getsockname()[1]}{path}"
    scrape = urllib.request.Request(url, headers={"X-Prometheus-Scrape-Timeout-Seconds": "2"})
    success = next(
        line[-1:] for line in urllib.request.urlopen(scrape, timeout=timeout).read().decode().splitlines()
        if line.startswith("probe_success ")
    )
    took = time.monotonic() - begin
    return f"probe_success {success}, {'within its time' if took < KEPT - 1 else 'when the server ends it'}"


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, daemon=True).start()
with socket.create_server(("127.0.0.1", 0)) as free:
    exporter = f"127.0.0.1:{free.getsockname()[1]}"
process = subprocess.Popen(
    ["usr/bin/prometheus-blackbox-exporter", "--config.file=blackbox.yml", f"--web.listen-address={exporter}"],
    stderr=subprocess.DEVNULL,
)
try:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://{exporter}/-/healthy").close()
            break
        except OSError:
            time.sleep(0.05)
    print("200 without an end:", probe("plain", "/endless", 30))
    print("101:", probe("upgrade", "/ws", 30))
    lasted.clear()
    try:
        probe("upgrade", "/ws", SCRAPED)
    except TimeoutError:
        while not lasted:
            time.sleep(0.1)
        print("101, and the scraper goes away: its connection", "ends" if lasted[0] < KEPT - 1 else "is left open")
finally:
    process.terminate()
    process.wait()
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="200 without an end: probe_success 0, within its time
101: probe_success 1, when the server ends it
101, and the scraper goes away: its connection is left open"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
