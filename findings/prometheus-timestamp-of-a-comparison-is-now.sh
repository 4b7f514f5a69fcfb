#!/usr/bin/env bash
# timestamp(x) in PromQL is when the sample was scraped. timestamp(x == 1) is the moment of evaluation, whatever the age of the
# sample: as soon as anything is done to x, be it a filter that leaves the sample as it is, its time is forgotten. So
# time() - timestamp(probe_success == 1), read as "seconds since the last success was scraped", is always 0.
# Seen: promtool and PromQL of Prometheus 2.42.0 as Debian 12 packages it, and of 3.16.0.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
apt-get download --quiet=2 'prometheus=2.42.0*'
dpkg -x prometheus_*.deb prometheus
cat >finding.yml <<'YAML'
evaluation_interval: 5m
tests:
  - interval: 5m
    input_series:
      - {series: 'probe_success{}', values: '1 1'}
    promql_expr_test:
      # Two minutes after the scrape at the fifth.
      - {expr: 'timestamp(probe_success)', eval_time: 7m, exp_samples: [{labels: '{}', value: 300}]}
      - {expr: 'timestamp(probe_success == 1)', eval_time: 7m, exp_samples: [{labels: '{}', value: 420}]}
      - {expr: 'time() - timestamp(probe_success == 1)', eval_time: 7m, exp_samples: [{labels: '{}', value: 0}]}
YAML
prometheus/usr/bin/promtool test rules finding.yml || { echo "changed: timestamp(x == 1) was the time of evaluation, 420" >&2; exit 1; }
