#!/usr/bin/env bash
# nodejs-websocket answers a ping with another payload: it takes the bytes for UTF-8, and each one that is not is replaced by
# U+FFFD. RFC 6455 section 5.5.3 demands the identical application data. A ping of ASCII alone is answered as it should be.
# Seen: nodejs-websocket 1.7.2, Node.js 20: ff00 comes back as efbfbd00.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts nodejs-websocket@1.7.2
cat >finding.js <<'JS'
const net = require('node:net')
const server = require('nodejs-websocket').createServer((connection) => connection.on('error', () => {}))
server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.socket.address().port, '127.0.0.1')
  let seen = Buffer.alloc(0)
  let upgraded = false
  socket.on('data', (data) => {
    seen = Buffer.concat([seen, data])
    const end = seen.indexOf('\r\n\r\n')
    if (!upgraded && end >= 0) {
      upgraded = true
      seen = seen.subarray(end + 4)
      // Two pings, masked with zeros: "ok", and the bytes ff 00.
      socket.write(Buffer.from('898200000000' + '6f6b' + '898200000000' + 'ff00', 'hex'))
    }
    if (upgraded && seen.length >= 4 && seen.length >= 4 + 2 + seen[5]) {
      console.log(seen.subarray(2, 4).toString('hex'), seen.subarray(6, 6 + seen[5]).toString('hex'))
      process.exit()
    }
  })
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
})
JS
seen="$(timeout 20 node finding.js)"
echo "pongs to 6f6b and ff00: $seen"
[ "$seen" = "6f6b efbfbd00" ] || { echo "changed: expected 6f6b efbfbd00" >&2; exit 1; }
