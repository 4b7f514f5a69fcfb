#!/usr/bin/env bash
# The handler that gws gives to embed answers each ping with an empty pong, where RFC 6455 section 5.5.3 wants the payload of
# the ping in it; a client that compares the two never sees an answer. Seen: github.com/lxzan/gws v1.8.9.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.21

require github.com/lxzan/gws v1.8.9
MOD
cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/lxzan/gws"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	upgrader := gws.NewUpgrader(&gws.BuiltinEventHandler{}, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection, err := upgrader.Upgrade(w, r)
		must(err)
		go connection.ReadLoop()
	}))

	connection, err := net.Dial("tcp", listener.Addr().String())
	must(err)
	must(connection.SetDeadline(time.Now().Add(10 * time.Second)))
	_, err = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	must(err)
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, nil)
	must(err)
	// A ping with the payload "probe"; a mask of zeros leaves it as it is.
	_, err = connection.Write(append([]byte{0x89, 0x85, 0, 0, 0, 0}, "probe"...))
	must(err)
	frame := make([]byte, 2)
	_, err = io.ReadFull(reader, frame)
	must(err)
	fmt.Printf("%d, opcode %d, %d bytes\n", response.StatusCode, frame[0]&15, frame[1]&127)
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run .)"
echo "$seen"
[ "$seen" = "101, opcode 10, 0 bytes" ] || { echo "changed: no longer an empty pong" >&2; exit 1; }
