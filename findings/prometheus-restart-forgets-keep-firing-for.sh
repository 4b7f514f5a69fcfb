#!/usr/bin/env bash
# An alert with keep_firing_for goes on for that long after its expression has become false, so that it does not flap. A restart
# of Prometheus ends it at once, with its data in order and without a word: the alert that was to go on for an hour is gone, and
# Alertmanager takes it for resolved. One would expect it to be kept as the wait at the other end of an alert, "for", which is
# read again from the series ALERTS_FOR_STATE; but only for an alert whose expression is true when the new process looks.
# So what such an alert silences is heard after every update of Prometheus. Seen: Debian's prometheus 2.42.0+ds-5+deb12u1; an
# alert whose expression is still true is there again after the same restart. (prometheus/prometheus issue 13957 wishes for it.)
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
get() { apt-get -qq download 'prometheus=2.42.0*' 2>apt.log; }
get || { apt-get -qq update && get; } || { cat apt.log >&2; exit 1; }
dpkg -x prometheus_*.deb .
cat >finding.py <<'PY'
import http.server
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.request

value = 0


class Exporter(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"probe_success {value}\n".encode())

    def log_message(self, *_):
        pass


exporter = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exporter)
threading.Thread(target=exporter.serve_forever, daemon=True).start()
with socket.create_server(("127.0.0.1", 0)) as free:
    address = f"127.0.0.1:{free.getsockname()[1]}"
with open("rules.yml", "w") as file:
    file.write("""
groups:
  - name: probes
    rules:
      - {alert: Failed, expr: probe_success == 0, keep_firing_for: 1h}
      - {alert: Scraped, expr: up == 1, keep_firing_for: 1h}
      - {record: rounds, expr: time()}
""")
with open("prometheus.yml", "w") as file:
    file.write(f"""
global: {{scrape_interval: 500ms, evaluation_interval: 500ms}}
rule_files: [rules.yml]
scrape_configs: [{{job_name: probe, static_configs: [{{targets: ["127.0.0.1:{exporter.server_port}"]}}]}}]
""")


def ask(path):
    return json.load(urllib.request.urlopen(f"http://{address}/api/v1/{path}", timeout=5))["data"]


def firing():
    return sorted(alert["labels"]["alertname"] for alert in ask("alerts")["alerts"] if alert["state"] == "firing")


def wait(condition):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("waited in vain")


def evaluated(since):
    """Whether the rules ran on samples that were scraped after this time, more than once."""
    return any(float(one["value"][1]) > since + 3 for one in ask("query?query=rounds")["result"])


def start():
    return subprocess.Popen(
        ["usr/bin/prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data", f"--web.listen-address={address}"],
        stderr=subprocess.DEVNULL,
    )


prometheus = start()
try:
    wait(lambda: firing() == ["Failed", "Scraped"])
    value = 1
    since = time.time()
    wait(lambda: evaluated(since))
    print("true again for some seconds:", *firing())
    prometheus.send_signal(signal.SIGTERM)
    prometheus.wait(30)
    prometheus = start()
    since = time.time()
    wait(lambda: evaluated(since))
    print("after a restart:", *firing())
finally:
    prometheus.terminate()
    prometheus.wait()
PY
seen="$(timeout 60 python3 finding.py)"
echo "$seen"
expected="true again for some seconds: Failed Scraped
after a restart: Scraped"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
