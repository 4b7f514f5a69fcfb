'use strict'

// The libraries that speak the protocol themselves, each as an echo.
const FayeWebSocket = require('faye-websocket')
const nodejsWebsocket = require('nodejs-websocket')
const { server: WebSocketNodeServer } = require('websocket')
const { WebSocketServer } = require('ws')
const { HOST, httpServer, url } = require('./listen')

function ws () {
  const server = new WebSocketServer({ host: HOST, port: 0, path: '/echo' })
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  return url(server, '/echo')
}

/** As most applications do it that serve several paths: an unknown one is nobody's business. */
function wsByHand () {
  const server = httpServer()
  const sockets = new WebSocketServer({ noServer: true })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/echo') {
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request))
    }
  })
  return url(server.listen(0, HOST), '/echo')
}

function faye () {
  const server = httpServer()
  server.on('upgrade', (request, socket, head) => {
    if (!FayeWebSocket.isWebSocket(request)) return
    const opened = new FayeWebSocket(request, socket, head, ['chat'])
    opened.on('message', (event) => opened.send(event.data))
  })
  return url(server.listen(0, HOST), '/')
}

function webSocketNode () {
  const server = httpServer()
  const sockets = new WebSocketNodeServer({ httpServer: server })
  sockets.on('request', (request) => {
    if (request.resource !== '/echo') return request.reject(404, 'No such path')
    const chosen = request.requestedProtocols.includes('chat') ? 'chat' : null
    const opened = request.accept(chosen, request.origin)
    opened.on('message', (message) => {
      message.type === 'utf8' ? opened.sendUTF(message.utf8Data) : opened.sendBytes(message.binaryData)
    })
  })
  return url(server.listen(0, HOST), '/echo')
}

function nodejsWebsocketEcho () {
  const server = nodejsWebsocket.createServer((opened) => {
    opened.on('text', (text) => opened.sendText(text))
    opened.on('binary', (stream) => stream.pipe(opened.beginBinary()))
    opened.on('error', () => {})
  })
  server.listen(0, HOST)
  return url(server.socket, '/')
}

module.exports = {
  ws,
  'ws-by-hand': wsByHand,
  'faye-websocket': faye,
  'websocket-node': webSocketNode,
  'nodejs-websocket': nodejsWebsocketEcho
}
