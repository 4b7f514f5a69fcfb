#!/usr/bin/env bash
# Alertmanager has data on disk (--storage.path), but what it has told is not among it until it ends in order, or a quarter of
# an hour has passed: after SIGKILL, with all files as they were and the disk in order, an alert that it told before, and that
# fires on, is told once more, four hours before its repeat_interval. After SIGTERM it is not. One would expect a log
# ("nflog") that is written as it grows, as that of Prometheus is. Seen: Debian's prometheus-alertmanager 0.25.0-1+b4 (and 0.35.0).
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
get() { apt-get -qq download 'prometheus-alertmanager=0.25.0*' 2>apt.log; }
get || { apt-get -qq update && get; } || { cat apt.log >&2; exit 1; }
dpkg -x prometheus-alertmanager_*.deb .
cat >seen.py <<'PY'
import http.server
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

told = []


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told.extend(alert["labels"]["alertname"] for alert in message["alerts"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


webhook = http.server.HTTPServer(("127.0.0.1", 0), Webhook)
threading.Thread(target=webhook.serve_forever, daemon=True).start()
with open("alertmanager.yml", "w") as file:
    file.write(f"""
route: {{receiver: webhook, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 4h}}
receivers: [{{name: webhook, webhook_configs: [{{url: "http://127.0.0.1:{webhook.server_port}/"}}]}}]
""")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{free.getsockname()[1]}"


def start():
    process = subprocess.Popen(
        ["usr/bin/prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=data",
         "--cluster.listen-address=", "--web.listen-address=" + url[7:]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    wait(ready)
    return process


def ready():
    try:
        return urllib.request.urlopen(url + "/-/ready").status == 200
    except urllib.error.URLError:
        return False


def wait(condition):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"not within a minute; told so far: {told}")
        time.sleep(0.05)


def fire(*names):
    body = json.dumps([{"labels": {"alertname": name}} for name in names]).encode()
    urllib.request.urlopen(urllib.request.Request(url + "/api/v2/alerts", body, {"Content-Type": "application/json"}))


def settle(name):
    """When this one is told, which fires a second after the others were due, they would have been."""
    time.sleep(1)
    fire(name)
    wait(lambda: name in told)


def end(process, by):
    process.send_signal(by)
    process.wait()


alertmanager = start()
fire("first")
wait(lambda: told == ["first"])
end(alertmanager, signal.SIGTERM)
alertmanager = start()
fire("first")
fire("second")
wait(lambda: "second" in told)
settle("third")
after_term = told.count("first") - 1
end(alertmanager, signal.SIGKILL)
alertmanager = start()
fire("second")
settle("fourth")
after_kill = told.count("second") - 1
end(alertmanager, signal.SIGTERM)
print(f"told again after SIGTERM: {after_term}, after SIGKILL: {after_kill}")
PY
seen="$(python3 seen.py)"
echo "$seen"
expected="told again after SIGTERM: 0, after SIGKILL: 1"
[ "$seen" = "$expected" ] || { echo "changed: expected $expected" >&2; exit 1; }
