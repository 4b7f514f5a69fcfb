package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/nats-io/nats-server/v2/server"
)

// natsServer lets clients in that send no user, as one without accounts does, and knows one user. It says PING after each such
// time, and ends the connection of a client that has left two of them unanswered.
func natsServer(pings time.Duration) string {
	options := &server.Options{
		Host:         "127.0.0.1",
		Port:         server.RANDOM_PORT,
		NoLog:        true,
		NoSigs:       true,
		PingInterval: pings,
		Users:        []*server.User{{Username: "anonymous", Password: "anonymous"}, {Username: "probe", Password: "guess"}},
		NoAuthUser:   "anonymous",
		Websocket:    server.WebsocketOpts{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoTLS: true},
	}
	broker, err := server.NewServer(options)
	must(err)
	broker.Start()
	if !broker.ReadyForConnections(30 * time.Second) {
		must(errors.New("nats-server does not accept connections"))
	}
	return broker.WebsocketURL() + "/"
}

// centrifugeNode is the library that Centrifugo is made of, with anonymous clients let in and tokens refused.
func centrifugeNode() http.Handler {
	node, err := centrifuge.New(centrifuge.Config{})
	must(err)
	node.OnConnecting(func(_ context.Context, event centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		if event.Token != "" {
			return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
		}
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{}}, nil
	})
	node.OnConnect(func(*centrifuge.Client) {})
	must(node.Run())
	return centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{})
}
