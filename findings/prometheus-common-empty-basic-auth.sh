#!/usr/bin/env bash
# An empty block of credentials is a login in Prometheus' HTTP configuration, where an empty value is an absent one elsewhere.
# Seen: github.com/prometheus/common v0.70.0, Go 1.26.8. With "basic_auth: {}" every request carries
# "Authorization: Basic Og==", an empty name and an empty password; with "bearer_token: ''" it carries none. blackbox_exporter
# and Prometheus read their http_config by this package.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.25.0

require github.com/prometheus/common v0.70.0
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/prometheus/common/config"
	"go.yaml.in/yaml/v2"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "[%s]", r.Header.Get("Authorization"))
	}))
	defer server.Close()
	for _, text := range []string{"basic_auth: {}", "bearer_token: ''"} {
		var settings config.HTTPClientConfig
		if err := yaml.Unmarshal([]byte(text), &settings); err != nil {
			panic(err)
		}
		client, err := config.NewClientFromConfig(settings, "finding")
		if err != nil {
			panic(err)
		}
		answer, err := client.Get(server.URL)
		if err != nil {
			panic(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			panic(err)
		}
		answer.Body.Close()
		fmt.Printf("%s: %s\n", text, body)
	}
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "$seen"
[ "$seen" = "basic_auth: {}: [Basic Og==]
bearer_token: '': []" ] || { echo "changed: no longer an empty login" >&2; exit 1; }
