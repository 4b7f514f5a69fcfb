#!/usr/bin/env bash
# `action: hashmod` of a relabel configuration chooses another number in VictoriaMetrics' vmagent than in Prometheus: xxHash there,
# the last eight bytes of MD5 here. Both documentations say "the modulus of a hash", and the configuration is taken over as it is.
# Whoever shares targets over several exporters by it, and moves from one to the other or runs both, has most targets asked
# elsewhere, and whoever computes the same hash to know where a target is looks in the wrong place.
# Seen: github.com/VictoriaMetrics/VictoriaMetrics v1.151.0, github.com/prometheus/prometheus v0.316.0, Go 1.26.8.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/VictoriaMetrics/VictoriaMetrics v1.151.0
	github.com/prometheus/prometheus v0.316.0
)
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/VictoriaMetrics/VictoriaMetrics/lib/promrelabel"
	"github.com/VictoriaMetrics/VictoriaMetrics/lib/promutil"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
)

const rules = `[{source_labels: [__param_target], target_label: shard, action: hashmod, modulus: 4}]`

func main() {
	theirs, err := promrelabel.ParseRelabelConfigsData([]byte(rules))
	if err != nil {
		panic(err)
	}
	ours := relabel.DefaultRelabelConfig
	ours.SourceLabels = model.LabelNames{"__param_target"}
	ours.TargetLabel, ours.Action, ours.Modulus = "shard", relabel.HashMod, 4
	ours.NameValidationScheme = model.UTF8Validation
	for room := range 8 {
		target := fmt.Sprintf("wss://chat.example.com/%d", room)
		vmagent := promutil.NewLabelsFromMap(map[string]string{"__param_target": target})
		vmagent.Labels = theirs.Apply(vmagent.Labels, 0)
		prometheus := labels.NewBuilder(labels.FromStrings("__param_target", target))
		relabel.ProcessBuilder(prometheus, &ours)
		fmt.Printf("%s%s ", prometheus.Get("shard"), vmagent.Get("shard"))
	}
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "shards of eight targets, each by Prometheus and by vmagent: $seen"
[ "$seen" = "12 11 13 22 02 12 22 10 " ] || { echo "changed: they chose other shards" >&2; exit 1; }
