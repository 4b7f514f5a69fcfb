#!/usr/bin/env bash
# In Prometheus 3, a rate of a recorded series over one interval of its rules never has a value. Ranges are open to the left
# since 3.0: what is exactly as old as the range is out. Scrapes jitter, so that of raw series such a sample now and then is in;
# rules write at exact times, so that of recorded ones it never is, and a rate needs two samples. No rule fails and none warns:
# the series is absent, and an alert on it never fires. Seen: promtool of Prometheus 3.16.0 (module v0.316.0), Go 1.26.8;
# promtool 2.42 has a value for the first expression, and three samples instead of two in the second.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
GOPATH="$dir/go" GOBIN="$dir/bin" GOTOOLCHAIN=local go install -trimpath '-ldflags=-s -w' -tags remove_all_sd,enable_dns_sd \
  github.com/prometheus/prometheus/cmd/promtool@v0.316.0 2>go.log || { tail -5 go.log >&2; exit 1; }
cat >rules.yml <<'YAML'
groups:
  - name: recorded
    interval: 1m
    rules:
      - {record: "job:hits:sum", expr: sum by (job) (hits)}
YAML
cat >test.yml <<'YAML'
rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 15s
    input_series: [{series: 'hits{job="web"}', values: 0+15x80}]
    promql_expr_test:
      - {expr: 'rate(job:hits:sum[1m])', eval_time: 10m, exp_samples: []}
      - {expr: 'count_over_time(job:hits:sum[2m])', eval_time: 10m, exp_samples: [{labels: '{job="web"}', value: 2}]}
      - {expr: 'rate(job:hits:sum[2m])', eval_time: 10m, exp_samples: [{labels: '{job="web"}', value: 1}]}
YAML
bin/promtool test rules test.yml || { echo "changed: a range has its left end again" >&2; exit 1; }
