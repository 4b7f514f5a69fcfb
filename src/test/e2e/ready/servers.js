'use strict'

// The servers of the libraries that the ready modules speak to, each on a port of its own, and what goes wrong with
// each. The only line of the output is a JSON object: the name of a server and its URL.
const http = require('node:http')
const { GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString, execute, subscribe } = require('graphql')
const graphqlWs = require('graphql-ws/use/ws')
const FoxRouter = require('fox-wamp')
const { Server: JsonRpcServer } = require('rpc-websockets')
const { Server: SocketIoServer } = require('socket.io')
const { SubscriptionServer } = require('subscriptions-transport-ws')
const { WebSocketServer } = require('ws')

const HOST = '127.0.0.1'
const urls = {}

/** Tells where a server listens, once it does. */
function listening (server, name, path) {
  return new Promise((resolve) => {
    const told = () => {
      urls[name] = `ws://${HOST}:${server.address().port}${path}`
      resolve()
    }
    server.address() ? told() : server.once('listening', told)
  })
}

function socketServer (name, options) {
  const server = new WebSocketServer({ host: HOST, port: 0, ...options })
  return [server, listening(server, name, '/')]
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString, resolve: () => 'world' } } })
})

function plain () {
  const [echo, echoes] = socketServer('echo')
  echo.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  // An application that hangs behind an upgrade that works: the first subprotocol is chosen, and that was it.
  const [, silent] = socketServer('silent')
  const [, deaf] = socketServer('deaf', { autoPong: false })
  return [echoes, silent, deaf]
}

function graphql () {
  const [server, open] = socketServer('graphql', { handleProtocols: graphqlHandleProtocols })
  graphqlWs.useServer({ schema }, server)
  const [refusing, refuses] = socketServer('graphql refusing', { handleProtocols: graphqlHandleProtocols })
  graphqlWs.useServer({ schema, onConnect: () => false }, refusing)
  const [broken, breaks] = socketServer('graphql broken', { handleProtocols: graphqlHandleProtocols })
  graphqlWs.useServer({ schema, validate: () => [new GraphQLError('no database')] }, broken)
  return [open, refuses, breaks]
}

function graphqlHandleProtocols (offered) {
  return offered.has('graphql-transport-ws') ? 'graphql-transport-ws' : false
}

function legacyGraphql () {
  const handleProtocols = (offered) => offered.has('graphql-ws') ? 'graphql-ws' : false
  const [server, open] = socketServer('legacy graphql', { handleProtocols })
  SubscriptionServer.create({ schema, execute, subscribe, keepAlive: 10_000 }, server)
  const [refusing, refuses] = socketServer('legacy graphql refusing', { handleProtocols })
  const onConnect = () => { throw new Error('no such user') }
  SubscriptionServer.create({ schema, execute, subscribe, onConnect }, refusing)
  return [open, refuses]
}

function socketIo () {
  return [[], [(socket, next) => next(new Error('no such user'))]].map((middleware, refusing) => {
    const server = http.createServer()
    const io = new SocketIoServer(server)
    middleware.forEach((check) => io.use(check))
    server.listen(0, HOST)
    return listening(server, refusing ? 'socket.io refusing' : 'socket.io', '/socket.io/?EIO=4&transport=websocket')
  })
}

function wamp () {
  const router = new FoxRouter()
  router.getRealm('realm1', () => {})
  const asksForATicket = { getAuthMethods: () => ['ticket'] }
  return [
    listening(router.listenWAMP({ host: HOST, port: 0 }), 'wamp', '/'),
    listening(router.listenWAMP({ host: HOST, port: 0 }, asksForATicket), 'wamp refusing', '/')
  ]
}

function jsonRpc () {
  const node = new JsonRpcServer({ host: HOST, port: 0 })
  node.register('eth_chainId', () => '0x1')
  const other = new JsonRpcServer({ host: HOST, port: 0 })
  return [listening(node.wss, 'json-rpc', '/'), listening(other.wss, 'json-rpc without the method', '/')]
}

Promise.all([plain, graphql, legacyGraphql, socketIo, wamp, jsonRpc].flatMap((servers) => servers()))
  .then(() => console.log(JSON.stringify(urls)))
