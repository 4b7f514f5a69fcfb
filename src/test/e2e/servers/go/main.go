// One server of each library, on a free port each; what they are at is told in one line. Each of them echoes, but for
// those that have a protocol of their own.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

func main() {
	urls := map[string]string{
		"gorilla":    serve("/", http.HandlerFunc(gorillaEcho)),
		"coder":      serve("/", http.HandlerFunc(coderEcho)),
		"x-net":      serve("/", xnetEcho()),
		"gws":        serve("/", http.HandlerFunc(gwsEcho)),
		"gobwas":     serve("/", http.HandlerFunc(gobwasEcho)),
		"melody":     serve("/", melodyEcho()),
		"fiber":      fiberEcho(),
		"nats":       natsServer(server.DEFAULT_PING_INTERVAL),
		"nats-pings": natsServer(time.Second),
		"centrifuge": serve("/connection/websocket", centrifugeNode()),
	}
	line, err := json.Marshal(urls)
	must(err)
	fmt.Println(string(line))

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	<-stop
}

// serve answers other paths with 404, as Go's own multiplexer does.
func serve(path string, handler http.Handler) string {
	listener := listen()
	mux := http.NewServeMux()
	pattern := path
	if path == "/" {
		pattern = "/{$}"
	}
	mux.Handle(pattern, handler)
	go http.Serve(listener, mux)
	return url(listener.Addr(), path)
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	return listener
}

func url(address net.Addr, path string) string {
	return "ws://" + address.String() + path
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
