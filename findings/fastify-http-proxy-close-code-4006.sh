#!/usr/bin/env bash
# @fastify/http-proxy passes WebSockets on by a connection of its own, and adds 3000 to the close codes that no frame may carry:
# a server behind it that dies without a Close (1006 at the proxy) is told to the client as "Close 4006", and a Close without
# a code as "Close 4005". RFC 6455 section 7.4.2 leaves 4000-4999 to applications, so that both look like a word of the
# application's own, and no count of 1006 ever finds the crash. One would expect an end without a Close, or 1011 or 1014, as is
# said of its other failures: a server that refuses or is not there is a 101, and a Close 1011 right behind it.
# Seen: @fastify/http-proxy 11.6.3, fastify 5.12.8, ws 8.23.0, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 @fastify/http-proxy@11.6.3 ws@8.23.0
cat >finding.js <<'JS'
const fastify = require('fastify')
const WebSocket = require('ws')

const server = new WebSocket.Server({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    if (`${data}` === 'die') socket.terminate()
    else if (`${data}` === 'Close') socket.close()
    else socket.close(Number(`${data}`))
  })
})

/** The close code that a client of this URL sees after it has said this. */
function closeCode (url, said) {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url)
    client.on('open', () => client.send(said))
    client.on('close', resolve)
    client.on('error', reject)
  })
}

server.on('listening', async () => {
  const direct = `http://127.0.0.1:${server.address().port}`
  const app = fastify()
  app.register(require('@fastify/http-proxy'), { upstream: direct, websocket: true })
  const proxied = await app.listen({ host: '127.0.0.1', port: 0 })
  for (const said of ['1001', 'Close', 'die']) {
    const codes = []
    for (const url of [direct, proxied]) codes.push(await closeCode(url.replace('http', 'ws'), said))
    console.log(`${said}: ${codes[0]} from the server, ${codes[1]} through the proxy`)
  }
  process.exit()
})
JS
seen="$(timeout 30 node finding.js)"
echo "$seen"
expected="1001: 1001 from the server, 1001 through the proxy
Close: 1005 from the server, 4005 through the proxy
die: 1006 from the server, 4006 through the proxy"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
