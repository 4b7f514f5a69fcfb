#!/usr/bin/env bash
# The Handler of golang.org/x/net/websocket selects the subprotocol of a client that offers one, though it knows none, and
# refuses with 400 a client that offers two, which RFC 6455 section 4.1 allows. So a selected subprotocol proves nothing there, and
# adding one to a client's list turns a server that works into one that does not. Seen: golang.org/x/net v0.62.0.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.26.0

require golang.org/x/net v0.62.0
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"golang.org/x/net/websocket"
)

func main() {
	server := httptest.NewServer(websocket.Handler(func(connection *websocket.Conn) { io.Copy(connection, connection) }))
	for _, offer := range []string{"", "superchat", "chat, superchat"} {
		request, err := http.NewRequest("GET", server.URL, nil)
		if err != nil {
			panic(err)
		}
		for name, value := range map[string]string{
			"Origin": "http://localhost", "Connection": "Upgrade", "Upgrade": "websocket",
			"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
		} {
			request.Header.Set(name, value)
		}
		if offer != "" {
			request.Header.Set("Sec-WebSocket-Protocol", offer)
		}
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			panic(err)
		}
		response.Body.Close()
		fmt.Printf("%q: %d %q\n", offer, response.StatusCode, response.Header.Get("Sec-WebSocket-Protocol"))
	}
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "$seen"
[ "$seen" = '"": 101 ""
"superchat": 101 "superchat"
"chat, superchat": 400 ""' ] || { echo "changed: no longer one taken as it is and two refused" >&2; exit 1; }
