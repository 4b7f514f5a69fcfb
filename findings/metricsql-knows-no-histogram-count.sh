#!/usr/bin/env bash
# MetricsQL, VictoriaMetrics' language, is said to take what PromQL takes. It does not know the functions for native histograms,
# stable in Prometheus since 3.8, not even to answer nothing where there are none: `histogram_count(…)` is an unsupported
# function. vmalert checks all rules when it starts, so one such alternative in one alert, written for both kinds of histogram,
# keeps every file of rules from being loaded, with exit status 255.
# Seen: github.com/VictoriaMetrics/metricsql v0.87.3 (and vmalert 1.151.0), github.com/prometheus/prometheus v0.316.0, Go 1.26.8.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/VictoriaMetrics/metricsql v0.87.3
	github.com/prometheus/prometheus v0.316.0
)
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/VictoriaMetrics/metricsql"
	"github.com/prometheus/prometheus/promql/parser"
)

func main() {
	for _, text := range []string{
		"increase(latency_seconds_count[5m])",
		"increase(latency_seconds_count[5m]) or histogram_count(increase(latency_seconds[5m]))",
	} {
		_, prometheus := parser.NewParser(parser.Options{}).ParseExpr(text)
		_, victoria := metricsql.Parse(text)
		fmt.Printf("%s: Prometheus: %v; MetricsQL: %v\n", text, prometheus, victoria)
	}
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "$seen"
[ "$seen" = 'increase(latency_seconds_count[5m]): Prometheus: <nil>; MetricsQL: <nil>
increase(latency_seconds_count[5m]) or histogram_count(increase(latency_seconds[5m])): Prometheus: <nil>; MetricsQL: unsupported function "histogram_count"' ] ||
  { echo "changed: the function is known, or said otherwise" >&2; exit 1; }
