#!/usr/bin/env bash
# A server of Engine.IO 4 (Socket.IO 3 and newer) pings a client "every pingInterval", and takes a pong that it has not asked for
# as the answer to one: it begins its interval anew. A client that says "3" more often than that is never pinged at all. Seen:
# engine.io 6.6.11 on Node.js 20 with a pingInterval of 500 ms, over three seconds: pings for a client that answers each, none
# for one that says "3" every 100 ms by itself. One would expect the server's heartbeat not to depend on the client's; so far
# this serves whoever can only send at a fixed pace: a "3" more often than pingInterval keeps the connection, unasked.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts engine.io@6.6.11 ws@8.23.0
cat >finding.js <<'JS'
const http = require('node:http')
const WebSocket = require('ws')
const server = http.createServer()
require('engine.io').attach(server, { pingInterval: 500, pingTimeout: 1000 })

/** Whether pings come. */
function pings (behave) {
  return new Promise((resolve) => {
    const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/engine.io/?EIO=4&transport=websocket`)
    let seen = 0
    client.on('message', (data) => {
      if (`${data}` === '2') seen++
      behave.message?.(client, `${data}`)
    })
    client.on('open', () => behave.open?.(client))
    setTimeout(() => { client.terminate(); resolve(seen > 2 ? 'pinged' : seen === 0 ? 'never pinged' : 'hardly pinged') }, 3000)
  })
}

server.listen(0, '127.0.0.1', async () => {
  const answering = await pings({ message: (client, text) => { if (text === '2') client.send('3') } })
  const unasked = await pings({ open: (client) => { setInterval(() => { if (client.readyState === 1) client.send('3') }, 100).unref() } })
  console.log(`answers: ${answering}; says it unasked: ${unasked}`)
  process.exit()
})
JS
seen="$(timeout 30 node finding.js)"
echo "$seen"
[ "$seen" = "answers: pinged; says it unasked: never pinged" ] || { echo "changed: expected pings for the first alone" >&2; exit 1; }
