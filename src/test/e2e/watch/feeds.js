'use strict'

// Feeds of known contents, which begin with the client's first message.
const TICK_MS = 50

/** Between the time in a message and its departure. */
const LAG_MS = 1500

/** Misses 4, then 7 to 9, and 9 comes late. */
const NUMBERS = [1, 2, 3, 5, 6, 10, 9, 11]

const tick = (seq) => JSON.stringify({ type: 'tick', seq, ts: Date.now() - LAG_MS, pad: 'x'.repeat(100) })
const status = () => JSON.stringify({ type: 'status', text: 'well' })

/** After the acknowledgement, each message of the list in its turn, with a status that does not count behind it. */
function play (socket, numbers) {
  socket.once('message', () => {
    socket.send('{"type":"ack"}')
    const left = [...numbers]
    const timer = setInterval(() => {
      if (left.length === 0) return clearInterval(timer)
      socket.send(tick(left.shift()))
      socket.send(status())
    }, TICK_MS)
    socket.on('close', () => clearInterval(timer))
  })
}

/** Statuses only, for as long as the connection is open. */
function busyWithNothing (socket) {
  const timer = setInterval(() => socket.send(status()), TICK_MS)
  socket.on('close', () => clearInterval(timer))
}

module.exports = {
  '/feed': (socket) => play(socket, NUMBERS),
  '/deflated': (socket) => play(socket, NUMBERS),
  '/stale': busyWithNothing
}
