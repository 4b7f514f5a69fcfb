// A SignalR hub: github.com/philippseith/signalr, which is the server's side of the protocol in Go. The only line of the
// output is a JSON object: the name of a server and its URL.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/philippseith/signalr"
)

type chat struct{ signalr.Hub }

type quiet struct{}

func (quiet) Log(...interface{}) error { return nil }

func main() {
	server, err := signalr.NewServer(context.Background(), signalr.SimpleHubFactory(&chat{}), signalr.Logger(quiet{}, false))
	check(err)
	mux := http.NewServeMux()
	server.MapHTTP(signalr.WithHTTPServeMux(mux), "/chathub")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Printf("{\"signalr\":\"ws://%s/chathub\"}\n", listener.Addr())
	check(http.Serve(listener, mux))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
