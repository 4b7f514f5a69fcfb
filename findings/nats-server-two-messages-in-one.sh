#!/usr/bin/env bash
# A WebSocket message of nats-server is no message of NATS: to "CONNECT, PING" it answers by one binary WebSocket message in
# which the PONG is followed by a second INFO, though the INFO in front of it, the first, came as a message of its own. Who
# compares the message with "PONG" sees a mismatch. Seen: github.com/nats-io/nats-server/v2 v2.15.2 with protocol 1 in CONNECT.
set -euo pipefail
dir="$(mktemp -d)"; trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; mkdir "$dir/finding"; cd "$dir/finding"
export GOPATH="$dir/go" GOFLAGS=-mod=mod
cat >go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/gorilla/websocket v1.5.3
	github.com/nats-io/nats-server/v2 v2.15.2
)
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/nats-io/nats-server/v2/server"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	broker, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, NoLog: true, NoSigs: true,
		Websocket: server.WebsocketOpts{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoTLS: true},
	})
	must(err)
	broker.Start()
	if !broker.ReadyForConnections(30 * time.Second) {
		panic("not ready")
	}
	connection, _, err := websocket.DefaultDialer.Dial(broker.WebsocketURL(), nil)
	must(err)
	must(connection.SetReadDeadline(time.Now().Add(10 * time.Second)))
	first := words(connection)
	must(connection.WriteMessage(websocket.BinaryMessage, []byte("CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n")))
	fmt.Println(first, words(connection))
}

// words are the first words of the lines in the next message.
func words(connection *websocket.Conn) []string {
	_, message, err := connection.ReadMessage()
	must(err)
	var words []string
	for _, line := range strings.Split(strings.TrimSuffix(string(message), "\r\n"), "\r\n") {
		word, _, _ := strings.Cut(line, " ")
		words = append(words, word)
	}
	return words
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run -gcflags='all=-N -l' .)"
echo "$seen"
[ "$seen" = "[INFO] [PONG INFO]" ] || { echo "changed: expected [INFO] [PONG INFO]" >&2; exit 1; }
