#!/usr/bin/env bash
# Prometheus' instrumentation of Go servers counts each WebSocket that was upgraded as code="200": no series has code="101",
# which is what went over the wire, while a refused upgrade has its own status. The label is what the handler wrote through the
# ResponseWriter, and an upgrade is written to the hijacked connection. Seen: github.com/prometheus/client_golang v1.23.2
# (InstrumentHandlerCounter), github.com/gorilla/websocket v1.5.3, Go 1.26.8. A rule that divides upgrades by requests by
# code="101" has no data, and success rates over code=~"2.." count them by accident only.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.24.0

require (
	github.com/gorilla/websocket v1.5.3
	github.com/prometheus/client_golang v1.23.2
)
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "requests_total"}, []string{"code"})
	registry := prometheus.NewRegistry()
	registry.MustRegister(counter)
	done := make(chan struct{}, 2)
	upgrader := websocket.Upgrader{}
	upgrade := promhttp.InstrumentHandlerCounter(counter, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if socket, err := upgrader.Upgrade(w, r, nil); err == nil {
			socket.Close()
		}
	}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrade.ServeHTTP(w, r)
		done <- struct{}{}
	}))
	defer server.Close()
	url := "ws" + strings.TrimPrefix(server.URL, "http")
	for _, origin := range []string{server.URL, "https://elsewhere.example"} {
		socket, answer, err := websocket.DefaultDialer.Dial(url, http.Header{"Origin": {origin}})
		if err == nil {
			socket.Close()
		}
		<-done
		fmt.Print("answered ", answer.StatusCode, "; ")
	}
	families, err := registry.Gather()
	if err != nil {
		panic(err)
	}
	fmt.Print("counted")
	for _, metric := range families[0].GetMetric() {
		fmt.Print(" ", metric.GetLabel()[0].GetValue())
	}
	fmt.Println()
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "$seen"
expected="answered 101; answered 403; counted 200 403"
[ "$seen" = "$expected" ] || { echo "changed: expected '$expected'" >&2; exit 1; }
