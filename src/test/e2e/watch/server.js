'use strict'

// A server that treats each path in its own way. Its argument is the port, 0 for any. Its first line announces it; each later
// one is what happened to a connection: PATH NUMBER open TIME, PATH NUMBER close CODE TIME, in ms since 1970.
const http = require('node:http')
const { Server: SocketIo } = require('socket.io')
const { WebSocketServer } = require('ws')
const feeds = require('./feeds')

const HOST = '127.0.0.1'
const PING = { pingInterval: 1000, pingTimeout: 1000 }

const after = (ms, action) => (socket) => setTimeout(() => action(socket), ms)
const relay = (receivers) => (socket, all) =>
  socket.on('message', (data) => receivers(all.filter((other) => other !== socket)).forEach((other) => other.send(`${data}`)))

/** What becomes of a connection, by the first part of its path; all is the list of those that are open on the whole path. */
const WAYS = {
  '/quiet': () => {},
  '/silent': () => {}, // leaves pings unanswered
  '/kick': after(300, (socket) => socket.close(4000, 'kicked')),
  '/empty': after(300, (socket) => socket.close()),
  '/terminate': after(300, (socket) => socket.terminate()),
  '/reset': after(300, (socket) => socket._socket.resetAndDestroy()),
  '/garbage': after(300, (socket) => socket._socket.write(Buffer.from([0xf1, 0x00]))), // reserved bits
  '/echo': (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })),
  '/all': relay((others) => others),
  '/some': relay((others) => others.slice(1)),
  '/none': relay(() => []),
  ...feeds
}

const say = (line) => process.stdout.write(`${line}\n`)

/** Servers of ws with the same ways and other settings. */
function acceptors () {
  const common = { noServer: true, clientTracking: false }
  return {
    '/silent': new WebSocketServer({ ...common, autoPong: false }),
    '/deflated': new WebSocketServer({ ...common, perMessageDeflate: { threshold: 0 } }),
    plain: new WebSocketServer(common)
  }
}

function serve (port) {
  const server = http.createServer((request, response) => response.writeHead(404).end())
  const accepting = acceptors()
  const open = {}
  let number = 0
  server.on('upgrade', (request, stream, head) => {
    const path = new URL(request.url, 'http://host').pathname
    const first = `/${path.split('/')[1]}`
    const way = WAYS[first]
    if (!way) return stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    const acceptor = accepting[first] ?? accepting.plain
    acceptor.handleUpgrade(request, stream, head, (socket) => {
      const name = `${path} ${number++}`
      const all = open[path] ??= []
      all.push(socket)
      say(`${name} open ${Date.now()}`)
      socket.on('error', () => {})
      socket.on('close', (code) => {
        all.splice(all.indexOf(socket), 1)
        say(`${name} close ${code} ${Date.now()}`)
      })
      way(socket, all)
    })
  })
  return listening(server.listen({ port, host: HOST, backlog: 1024 }))
}

/** Socket.IO with a heartbeat of its own, on a port of its own. */
function socketIo () {
  const server = http.createServer()
  new SocketIo(server, { ...PING, serveClient: false, transports: ['websocket'] })
  return listening(server.listen(0, HOST))
}

function listening (server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => resolve(`ws://${HOST}:${server.address().port}`))
  })
}

async function main () {
  const urls = { ws: await serve(Number(process.argv[2] ?? 0)), 'socket-io': await socketIo() }
  say(JSON.stringify(urls))
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
