#!/usr/bin/env bash
# A group of rules has an interval of its own, an hour here, and Prometheus evaluates it once an hour. `promtool test rules` does
# not: it evaluates every group as often as the evaluation_interval of the test file says, which is meant for groups without an
# interval. So a test shows an alert after 30 s, and 120 recorded samples within an hour, where users see one. A test of how
# fast an alert comes says nothing about a group with an interval, unless both name the same one; nothing warns when they
# differ. Seen: Debian's prometheus 2.42.0+ds-5+deb12u1 (and promtool 3.16.0).
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
get() { apt-get -qq download 'prometheus=2.42.0*' 2>apt.log; }
get || { apt-get -qq update && get; } || { cat apt.log >&2; exit 1; }
dpkg -x prometheus_*.deb .
cat >hourly.rules.yml <<'RULES'
groups:
  - name: hourly
    interval: 1h
    rules:
      - {record: hourly:broken, expr: broken}
      - {alert: Broken, expr: hourly:broken == 1}
RULES
cat >hourly.test.yml <<'TEST'
rule_files: [hourly.rules.yml]
evaluation_interval: 30s
tests:
  - interval: 30s
    input_series: [{series: broken, values: 0 1x120}]
    alert_rule_test:
      - {alertname: Broken, eval_time: 30s, exp_alerts: [{}]}
    promql_expr_test:
      - {expr: 'count_over_time(hourly:broken[59m45s])', eval_time: 1h, exp_samples: [{labels: '{}', value: 120}]}
TEST
usr/bin/promtool check rules hourly.rules.yml
usr/bin/promtool test rules hourly.test.yml
echo "evaluated 120 times within an hour, and fired after 30 s, in a group with an interval of 1 h"
