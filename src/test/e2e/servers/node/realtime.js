'use strict'

// Libraries with a protocol of their own above WebSocket.
const engineIo = require('engine.io')
const express = require('express')
const faye = require('faye')
const { ExpressPeerServer } = require('peer')
const Primus = require('primus')
const { Server: JsonRpcServer } = require('rpc-websockets')
const { Server: SocketIoServer } = require('socket.io')
const sockjs = require('sockjs')
const { HOST, httpServer, url } = require('./listen')

const ENGINE = '?EIO=4&transport=websocket'

function socketIo () {
  const server = httpServer()
  const io = new SocketIoServer(server)
  io.of('/private').use((socket, next) => next(new Error('no session')))
  return url(server.listen(0, HOST), `/socket.io/${ENGINE}`)
}

function engine () {
  const server = httpServer()
  engineIo.attach(server).on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
  return url(server.listen(0, HOST), `/engine.io/${ENGINE}`)
}

/** Both of its ways: /echo/websocket is the bare one, /echo/SERVER/SESSION/websocket the one that its own clients take. */
function sockjsAt (path) {
  const server = httpServer()
  const echo = sockjs.createServer({ log: () => {} })
  echo.on('connection', (opened) => opened.on('data', (text) => opened.write(text)))
  echo.installHandlers(server, { prefix: '/echo' })
  return url(server.listen(0, HOST), path)
}

function primus () {
  const server = httpServer()
  const sockets = new Primus(server, { transformer: 'websockets' })
  sockets.on('connection', (spark) => spark.on('data', (data) => spark.write(data)))
  return url(server.listen(0, HOST), '/primus')
}

/** The Bayeux protocol, which CometD has too. */
function fayeServer () {
  const server = httpServer()
  new faye.NodeAdapter({ mount: '/faye', timeout: 45 }).attach(server)
  return url(server.listen(0, HOST), '/faye')
}

function peerjs () {
  const app = express()
  const server = app.listen(0, HOST)
  const peers = ExpressPeerServer(server, { path: '/' })
  peers.on('error', () => {})
  app.use('/', peers)
  return url(server, '/peerjs?key=peerjs&id=probe&token=probe')
}

function rpcWebsockets () {
  const server = new JsonRpcServer({ host: HOST, port: 0 })
  server.register('eth_chainId', () => '0x1')
  return url(server.wss, '/')
}

module.exports = {
  'socket-io': socketIo,
  'engine-io': engine,
  sockjs: () => sockjsAt('/echo/000/probe/websocket'),
  'sockjs-raw': () => sockjsAt('/echo/websocket'),
  primus,
  faye: fayeServer,
  peerjs,
  'rpc-websockets': rpcWebsockets
}
