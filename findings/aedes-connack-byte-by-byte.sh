#!/usr/bin/env bash
# Aedes behind the stream of ws sends the four bytes of an MQTT CONNACK as four WebSocket messages of one byte each. MQTT 3.1.1
# section 6 allows it, and demands that receivers join them; who looks at messages one by one finds no CONNACK.
# The PINGRESP of two bytes comes in one. Seen: aedes 1.2.0, ws 8.23.0, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts aedes@1.2.0 ws@8.23.0
cat >finding.mjs <<'JS'
import { Aedes } from 'aedes'
import WebSocket, { WebSocketServer, createWebSocketStream } from 'ws'
const broker = await Aedes.createBroker()
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket) => broker.handle(createWebSocketStream(socket)))
server.on('listening', () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/mqtt`, 'mqtt')
  const seen = []
  client.on('open', () => client.send(Buffer.from('100c00044d5154540402003c0000', 'hex')))
  client.on('message', (data) => {
    seen.push(data.toString('hex'))
    const all = seen.join('')
    if (all === '20020000') client.send(Buffer.from('c000', 'hex'))
    if (all.endsWith('d000')) {
      console.log(seen.join(' '))
      process.exit()
    }
  })
})
JS
seen="$(timeout 20 node finding.mjs)"
echo "$seen"
[ "$seen" = "20 02 00 00 d000" ] || { echo "changed: expected 20 02 00 00 d000" >&2; exit 1; }
