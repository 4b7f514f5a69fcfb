// Holds WebSocket connections open as a small Go program does it: a goroutine reads from each, a ticker has pings sent, and a
// pong that does not come in time ends the connection. With -feed it reads the sequence number and the time of each message.
//
// It reads commands on its standard input and answers each with a line: "state" says how it goes. The end of the input ends it.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

var (
	urls        = flag.String("urls", "", "where to, with commas between them; one connection to each in turn")
	connections = flag.Int("connections", 1, "how many")
	perSecond   = flag.Int("per-second", 50, "how many are opened a second")
	interval    = flag.Duration("ping", 30*time.Second, "from one ping of a connection to the next")
	pongWait    = flag.Duration("pong", 70*time.Second, "a connection from which no pong comes for that long is dead")
	pinger      = flag.String("pinger", "one", "one: a goroutine pings all connections in turn; each: every connection has its own")
	roots       = flag.String("roots", "", "file of the certificates that vouch for servers")
	serverName  = flag.String("server-name", "", "the name that the certificates of servers are for")
	reads       = flag.Bool("feed", false, "whether each message is parsed")
)

var open, pongs atomic.Int64

func main() {
	flag.Parse()
	dialer := websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	if *roots != "" {
		dialer.TLSClientConfig = &tls.Config{RootCAs: trusted(*roots), ServerName: *serverName}
	}
	go hold(&dialer, strings.Split(*urls, ","))
	commands := bufio.NewScanner(os.Stdin)
	for commands.Scan() {
		fmt.Printf("open=%d pongs=%d %s\n", open.Load(), pongs.Load(), feedState())
	}
}

func trusted(file string) *x509.CertPool {
	pem, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		log.Fatalf("%s: no certificate (expected: PEM)", file)
	}
	return pool
}

// Opens the connections one after the other; those that are open are pinged meanwhile.
func hold(dialer *websocket.Dialer, urls []string) {
	held := make([]*websocket.Conn, *connections)
	var opened atomic.Int64
	if *pinger == "one" {
		go pingAll(held, &opened)
	}
	ticker := time.NewTicker(time.Second / time.Duration(*perSecond))
	for i := 0; i < *connections; i++ {
		<-ticker.C
		conn, _, err := dialer.Dial(urls[i%len(urls)], nil)
		if err != nil {
			log.Fatal(err)
		}
		open.Add(1)
		go read(conn)
		if *pinger == "each" {
			go pingOne(conn)
		}
		held[i] = conn
		opened.Store(int64(i) + 1)
	}
	ticker.Stop()
}

func read(conn *websocket.Conn) {
	defer open.Add(-1)
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(*pongWait))
	conn.SetPongHandler(func(string) error {
		pongs.Add(1)
		return conn.SetReadDeadline(time.Now().Add(*pongWait))
	})
	var stream stream
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		if *reads {
			stream.take(message)
		}
	}
}

func ping(conn *websocket.Conn) error {
	return conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(10*time.Second))
}

func pingOne(conn *websocket.Conn) {
	ticker := time.NewTicker(*interval)
	defer ticker.Stop()
	for range ticker.C {
		if ping(conn) != nil {
			return
		}
	}
}

// Ten times a second, the connections whose turn it is.
func pingAll(held []*websocket.Conn, opened *atomic.Int64) {
	const pause = 100 * time.Millisecond
	turns := max(1, int(*interval/pause))
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for turn := 0; ; turn = (turn + 1) % turns {
		<-ticker.C
		for i := turn; i < int(opened.Load()); i += turns {
			if err := ping(held[i]); err != nil {
				log.Print(err)
			}
		}
	}
}
