#!/usr/bin/env bash
# To a client that has left its PINGs unanswered, nats-server closes a WebSocket with 1001, "going away", by RFC 6455 section 7.4.1
# a server that goes down, and with the reason "Stale Connection". By the code alone the fault is the server's; in a count of
# drops by code, clients that hang look like restarts of the server. Seen: github.com/nats-io/nats-server/v2 v2.15.2, which
# closes with 1001 here too when it is shut down. (A client that says nothing at all is told 1008.)
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
	"errors"
	"fmt"
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
		Host: "127.0.0.1", Port: server.RANDOM_PORT, NoLog: true, NoSigs: true, PingInterval: time.Second, MaxPingsOut: 1,
		Websocket: server.WebsocketOpts{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoTLS: true},
	})
	must(err)
	broker.Start()
	if !broker.ReadyForConnections(30 * time.Second) {
		panic("not ready")
	}
	stale := client(broker)
	fmt.Println("no PONG:", end(stale))
	shut := client(broker)
	go broker.Shutdown()
	fmt.Println("shut down:", end(shut))
}

func client(broker *server.Server) *websocket.Conn {
	connection, _, err := websocket.DefaultDialer.Dial(broker.WebsocketURL(), nil)
	must(err)
	must(connection.SetReadDeadline(time.Now().Add(20 * time.Second)))
	must(connection.WriteMessage(websocket.BinaryMessage, []byte("CONNECT {\"verbose\":false}\r\nSUB feed 1\r\n")))
	_, _, err = connection.ReadMessage() // INFO
	must(err)
	return connection
}

// end reads on, without a word, until the server closes.
func end(connection *websocket.Conn) string {
	for {
		if _, _, err := connection.ReadMessage(); err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				return fmt.Sprint(closed.Code, " ", closed.Text)
			}
			return err.Error()
		}
	}
}
GO
go mod tidy 2>tidy.log || { cat tidy.log >&2; exit 1; }
seen="$(go run -gcflags='all=-N -l' .)"
echo "$seen"
expected="no PONG: 1001 Stale Connection
shut down: 1001 Server Shutdown"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
