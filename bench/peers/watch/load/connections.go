package main

import (
	"crypto/tls"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

type connection struct {
	socket   *websocket.Conn
	index    int // in the list of those that are open
	sequence int64
	muted    atomic.Bool
	doomed   bool
}

// Those that are open.
type connections struct {
	lock     sync.Mutex
	open     []*connection
	opened   int64
	refusing atomic.Bool
	refused  atomic.Int64
	pings    atomic.Int64
	received atomic.Int64
	attempts attempts
	upgrader websocket.Upgrader
}

func newConnections() *connections {
	return &connections{
		attempts: attempts{begun: time.Now()},
		upgrader: websocket.Upgrader{
			ReadBufferSize:  512,
			WriteBufferSize: 512,
			CheckOrigin:     func(*http.Request) bool { return true },
		},
	}
}

func (c *connections) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	c.attempts.note()
	if c.refusing.Load() {
		c.refused.Add(1)
		http.Error(response, "no more connections", http.StatusServiceUnavailable)
		return
	}
	socket, err := c.upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	each := &connection{socket: socket, sequence: firstSequence}
	socket.SetPingHandler(func(data string) error {
		c.pings.Add(1)
		if each.muted.Load() {
			return nil
		}
		// Without a deadline, which would end the writes of the feed, too.
		return socket.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
	})
	c.add(each)
	// The request's own goroutine would keep its buffers.
	go c.read(each)
}

func (c *connections) read(each *connection) {
	defer c.remove(each)
	defer each.socket.Close()
	for {
		if _, _, err := each.socket.ReadMessage(); err != nil {
			return
		}
		c.received.Add(1)
	}
}

func (c *connections) add(each *connection) {
	c.lock.Lock()
	defer c.lock.Unlock()
	each.index = len(c.open)
	c.open = append(c.open, each)
	c.opened++
}

func (c *connections) remove(each *connection) {
	c.lock.Lock()
	defer c.lock.Unlock()
	last := c.open[len(c.open)-1]
	c.open[each.index] = last
	last.index = each.index
	c.open = c.open[:len(c.open)-1]
}

// Ends as many as there are, at most count, chosen at random, and returns how many.
func (c *connections) drop(how string, count int) int {
	c.lock.Lock()
	var chosen []*connection
	for _, i := range rand.Perm(len(c.open)) {
		if len(chosen) == count {
			break
		}
		if each := c.open[i]; !each.doomed {
			each.doomed = true
			chosen = append(chosen, each)
		}
	}
	c.lock.Unlock()
	for _, each := range chosen {
		each.end(how)
	}
	return len(chosen)
}

func (each *connection) end(how string) {
	switch how {
	case "close":
		text := websocket.FormatCloseMessage(websocket.CloseServiceRestart, "restart")
		each.socket.WriteControl(websocket.CloseMessage, text, time.Now().Add(time.Second))
	case "fin":
		each.tcp().Close()
	case "rst":
		each.tcp().SetLinger(0)
		each.tcp().Close()
	case "garbage":
		each.socket.NetConn().Write([]byte{0x8b, 0})
	case "mute":
		each.muted.Store(true)
	default:
		log.Fatalf("%q (expected: close, fin, rst, garbage, mute)", how)
	}
}

func (each *connection) tcp() *net.TCPConn {
	switch conn := each.socket.NetConn().(type) {
	case *tls.Conn:
		return conn.NetConn().(*net.TCPConn)
	default:
		return conn.(*net.TCPConn)
	}
}

func (c *connections) state() string {
	c.lock.Lock()
	defer c.lock.Unlock()
	return fmt.Sprintf("open=%d opened=%d refused=%d pings=%d received=%d",
		len(c.open), c.opened, c.refused.Load(), c.pings.Load(), c.received.Load())
}
