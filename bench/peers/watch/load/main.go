// Serves WebSocket connections for bench/watch: answers their pings, sends them a feed, drops them, and refuses new ones.
// It listens on the whole loopback network, with TLS and without, and says both ports in its first line.
//
// It reads commands on its standard input and answers each with a line. The end of the input ends it.
//
//	state               how many connections are open, and what came and went so far
//	feed RATE BURST     messages a second to all connections together, so many to one at a time; RATE 0: none any more
//	drop HOW COUNT      ends connections: close (a Close frame), fin, rst, garbage (an undefined opcode), mute (no more pongs)
//	refuse on|off       whether an upgrade is answered by 503
//	attempts            when each upgrade was asked for since the last time, in ms since the start
package main

import (
	"bufio"
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
)

var (
	certificate = flag.String("cert", "", "file of the chain, in PEM")
	key         = flag.String("key", "", "file of its key, in PEM")
)

func main() {
	flag.Parse()
	held := newConnections()
	// Handshakes that clients break off are no news.
	server := &http.Server{Handler: held, ErrorLog: log.New(io.Discard, "", 0)}
	ports := "load ws=" + serve(server, nil)
	if *certificate != "" {
		pair, err := tls.LoadX509KeyPair(*certificate, *key)
		if err != nil {
			log.Fatal(err)
		}
		ports += " wss=" + serve(server, &tls.Config{Certificates: []tls.Certificate{pair}})
	}
	fmt.Println(ports)
	feed := &feed{connections: held}
	commands := bufio.NewScanner(os.Stdin)
	for commands.Scan() {
		fmt.Println(answer(strings.Fields(commands.Text()), held, feed))
	}
}

func serve(server *http.Server, secure *tls.Config) string {
	listener, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		log.Fatal(err)
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	go func() { log.Fatal(server.Serve(listener)) }()
	return port
}

func answer(words []string, held *connections, feed *feed) string {
	switch {
	case len(words) == 1 && words[0] == "state":
		return held.state() + " " + feed.state()
	case len(words) == 1 && words[0] == "attempts":
		return "attempts=" + held.attempts.take()
	case len(words) == 2 && words[0] == "refuse":
		held.refusing.Store(words[1] == "on")
		return "refuse=" + words[1]
	case len(words) == 3 && words[0] == "feed":
		feed.send(number(words[1]), number(words[2]))
		return "feed=" + words[1]
	case len(words) == 3 && words[0] == "drop":
		return "dropped=" + strconv.Itoa(held.drop(words[1], number(words[2])))
	}
	log.Fatalf("%q (expected: state, attempts, refuse on|off, feed RATE BURST, drop HOW COUNT)", words)
	return ""
}

func number(word string) int {
	value, err := strconv.Atoi(word)
	if err != nil {
		log.Fatalf("%q (expected: a whole number)", word)
	}
	return value
}
