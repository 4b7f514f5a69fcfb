package main

import (
	"encoding/json"
	"fmt"
	"log"
	"sync/atomic"
	"time"
)

var messages, gaps, lagMicros atomic.Int64

// What the last message of a connection said.
type stream struct {
	sequence int64
}

func (s *stream) take(message []byte) {
	var tick struct {
		Sequence int64 `json:"seq"`
		Millis   int64 `json:"ts"`
	}
	if err := json.Unmarshal(message, &tick); err != nil {
		log.Print(err)
		return
	}
	if s.sequence != 0 && tick.Sequence != s.sequence+1 {
		gaps.Add(1)
	}
	s.sequence = tick.Sequence
	messages.Add(1)
	lagMicros.Add(time.Now().UnixMicro() - tick.Millis*1000)
}

func feedState() string {
	return fmt.Sprintf("messages=%d gaps=%d lag_us=%d", messages.Load(), gaps.Load(), lagMicros.Load())
}
