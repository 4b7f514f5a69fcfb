#!/usr/bin/env bash
# Engine.IO 6, and Socket.IO 4 upon it, refuses a client of protocol 3 (Socket.IO 2, a query with EIO=3) by an HTTP response
# behind its own "101 Switching Protocols": the bytes "HTTP/1.1 400 Bad Request" stand where the first frame should,
# and their "H" and "T" are read as a fragmented Close. The same query by long polling is an ordinary 400.
# Seen: engine.io 6.6.11, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts engine.io@6.6.11
cat >finding.js <<'JS'
const http = require('node:http')
const net = require('node:net')
const server = http.createServer()
require('engine.io').attach(server)
server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1')
  let seen = ''
  socket.setEncoding('latin1')
  socket.on('data', (text) => { seen += text })
  socket.on('end', () => {
    const lines = seen.split('\r\n')
    console.log(lines[0])
    console.log(lines[lines.indexOf('') + 1])
    process.exit()
  })
  socket.write('GET /engine.io/?EIO=3&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n' +
    'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
})
JS
seen="$(timeout 20 node finding.js)"
echo "$seen"
[ "$seen" = "HTTP/1.1 101 Switching Protocols
HTTP/1.1 400 Bad Request" ] || { echo "changed: expected a 101 and then a 400 behind it" >&2; exit 1; }
