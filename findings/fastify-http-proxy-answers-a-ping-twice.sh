#!/usr/bin/env bash
# @fastify/http-proxy passes WebSockets on by a connection of its own, and treats a ping in both ways that there are: it answers
# it by itself, and passes it on to the server behind it, whose pong it passes back. So one ping gets two pongs; and a server
# that reads nothing any more answers it as well, by the proxy's. One would expect either of the two. A monitor that pings takes
# the first pong: it measures the way to the proxy, and never finds that the server behind it hangs, though the second one
# shows that pings do go through. Seen: @fastify/http-proxy 11.6.3, fastify 5.12.8, ws 8.23.0, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 @fastify/http-proxy@11.6.3 ws@8.23.0
cat >finding.js <<'JS'
const fastify = require('fastify')
const WebSocket = require('ws')

/** How many pongs come within a second for one ping. */
function pongs (url) {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url)
    let seen = 0
    client.on('pong', () => seen++)
    client.on('message', () => { // the server has the connection, and so does the proxy
      client.ping('one')
      setTimeout(() => { client.terminate(); resolve(seen) }, 1000)
    })
    client.on('error', reject)
  })
}

const server = new WebSocket.Server({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket, request) => {
  socket.send('welcome')
  if (request.url === '/hung') socket.pause()
})
server.on('listening', async () => {
  const direct = `http://127.0.0.1:${server.address().port}`
  const app = fastify()
  app.register(require('@fastify/http-proxy'), { upstream: direct, websocket: true })
  const proxied = await app.listen({ host: '127.0.0.1', port: 0 })
  for (const path of ['/well', '/hung']) {
    const [own, both] = [await pongs(direct.replace('http', 'ws') + path), await pongs(proxied.replace('http', 'ws') + path)]
    console.log(`${path}: ${own} from the server, ${both} through the proxy`)
  }
  process.exit()
})
JS
seen="$(timeout 30 node finding.js)"
echo "$seen"
expected="/well: 1 from the server, 2 through the proxy
/hung: 0 from the server, 1 through the proxy"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
