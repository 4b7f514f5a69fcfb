package main

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// When upgrades were asked for.
type attempts struct {
	lock  sync.Mutex
	begun time.Time
	times []int64
}

func (a *attempts) note() {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.times = append(a.times, time.Since(a.begun).Milliseconds())
}

// Those since the last time, in ms, with commas between them.
func (a *attempts) take() string {
	a.lock.Lock()
	defer a.lock.Unlock()
	words := make([]string, len(a.times))
	for i, millis := range a.times {
		words[i] = strconv.FormatInt(millis, 10)
	}
	a.times = nil
	return strings.Join(words, ",")
}
