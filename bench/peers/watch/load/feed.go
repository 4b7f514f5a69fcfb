package main

import (
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	messageBytes  = 200
	firstSequence = 100_000_000_000 // all numbers have as many digits
	pause         = time.Millisecond
	mostBehind    = time.Second
)

// Sends messages to the connections in turn, at a constant rate.
type feed struct {
	connections *connections
	stop        chan struct{}
	running     sync.WaitGroup
	sent        atomic.Int64
	skipped     atomic.Int64
}

// Begins with another rate, or ends; returns when nothing is sent at the last rate any more.
func (f *feed) send(perSecond, burst int) {
	if f.stop != nil {
		close(f.stop)
		f.stop = nil
		f.running.Wait()
	}
	if perSecond > 0 {
		f.stop = make(chan struct{})
		stop := f.stop
		f.running.Add(1)
		go func() {
			defer f.running.Done()
			f.run(perSecond, burst, stop)
		}()
	}
}

func (f *feed) run(perSecond, burst int, stop <-chan struct{}) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	frames := newFrames(burst)
	begun := time.Now()
	var done int64
	next := 0
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		due := int64(time.Since(begun).Seconds()*float64(perSecond)) - done
		if most := int64(mostBehind.Seconds() * float64(perSecond)); due > most {
			f.skipped.Add(due - most)
			done += due - most
			due = most
		}
		open := f.snapshot()
		for ; due >= int64(burst) && len(open) > 0 && !ended(stop); due -= int64(burst) {
			next = (next + 1) % len(open)
			each := open[next]
			// One that has ended meanwhile is removed by who reads from it.
			if _, err := each.socket.NetConn().Write(frames.next(each)); err == nil {
				f.sent.Add(int64(burst))
			}
			done += int64(burst)
		}
	}
}

func ended(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

func (f *feed) snapshot() []*connection {
	f.connections.lock.Lock()
	defer f.connections.lock.Unlock()
	return append([]*connection(nil), f.connections.open...)
}

func (f *feed) state() string {
	return fmt.Sprintf("sent=%d skipped=%d", f.sent.Load(), f.skipped.Load())
}

// Frames of one connection, in which only numbers change.
type frames struct {
	bytes []byte
	each  int
	seqAt int
	tsAt  int
}

// Unmasked text frames (RFC 6455 §5.2) of 200 bytes, the number in front, the time at the end.
func newFrames(count int) *frames {
	const seq, ts = "100000000000", "1700000000000"
	text := `{"type":"tick","seq":` + seq + `,"symbol":"EURUSD","venue":"bench","bid":1.08341,"ask":1.08344,"note":"`
	end := `","ts":` + ts + `}`
	text += strings.Repeat("x", messageBytes-len(text)-len(end)) + end
	frame := binary.BigEndian.AppendUint16([]byte{0x81, 126}, messageBytes)
	header := len(frame)
	frame = append(frame, text...)
	return &frames{
		bytes: []byte(strings.Repeat(string(frame), count)),
		each:  len(frame),
		seqAt: header + strings.Index(text, seq),
		tsAt:  header + strings.LastIndex(text, ts),
	}
}

// The next messages of that connection.
func (f *frames) next(each *connection) []byte {
	now := time.Now().UnixMilli()
	for at := 0; at < len(f.bytes); at += f.each {
		digits(f.bytes[at+f.seqAt:at+f.seqAt+12], each.sequence)
		digits(f.bytes[at+f.tsAt:at+f.tsAt+13], now)
		each.sequence++
	}
	return f.bytes
}

func digits(to []byte, value int64) {
	for i := len(to) - 1; i >= 0; i-- {
		to[i] = byte('0' + value%10)
		value /= 10
	}
}
