'use strict'

// Servers that are an application, or the whole of one but its data.
const { initTRPC } = require('@trpc/server')
const { applyWSSHandler } = require('@trpc/server/adapters/ws')
const fastify = require('fastify')
const { GraphQLObjectType, GraphQLSchema, GraphQLString } = require('graphql')
const graphqlWs = require('graphql-ws/use/ws')
const mercurius = require('mercurius')
const { RPCServer } = require('ocpp-rpc')
const { WebSocketServer } = require('ws')
const { HOST, httpServer, url } = require('./listen')

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString, resolve: () => 'world' } } })
})

function graphql () {
  const server = new WebSocketServer({ host: HOST, port: 0, path: '/graphql' })
  graphqlWs.useServer({ schema }, server)
  return url(server, '/graphql')
}

/** GraphQL by Fastify, whose subscriptions speak both protocols. */
async function mercuriusServer () {
  const app = fastify()
  await app.register(mercurius, { schema: 'type Query { hello: String }', subscription: true })
  await app.listen({ host: HOST, port: 0 })
  return url(app.server, '/graphql')
}

function trpc () {
  const { procedure, router } = initTRPC.create()
  const server = new WebSocketServer({ host: HOST, port: 0 })
  applyWSSHandler({ wss: server, router: router({ status: procedure.query(() => 'well') }) })
  return url(server, '/')
}

async function hocuspocus () {
  const { Server } = await import('@hocuspocus/server')
  const server = new Server({ address: HOST, port: 0, quiet: true })
  await server.listen()
  return url(server.httpServer, '/')
}

async function yWebsocket () {
  const { setupWSConnection } = await import('@y/websocket-server/utils')
  const server = new WebSocketServer({ host: HOST, port: 0 })
  server.on('connection', setupWSConnection)
  return url(server, '/probe')
}

async function ocpp () {
  const server = new RPCServer({ protocols: ['ocpp2.0.1', 'ocpp1.6'], strictMode: true })
  server.auth((accept, reject, handshake) => {
    handshake.identity === 'PROBE' ? accept() : reject(404, 'No such charge point')
  })
  server.on('client', (client) => {
    const now = () => ({ currentTime: new Date().toISOString() })
    client.handle('Heartbeat', now)
    client.handle('BootNotification', () => ({ ...now(), status: 'Accepted', interval: 300 }))
  })
  return url(await server.listen(0, HOST), '/ocpp/PROBE')
}

async function aedes () {
  const { Aedes } = await import('aedes')
  const { createWebSocketStream } = require('ws')
  const broker = await Aedes.createBroker()
  const server = httpServer()
  const handleProtocols = (offered) => offered.has('mqtt') ? 'mqtt' : false
  const sockets = new WebSocketServer({ server, handleProtocols })
  sockets.on('connection', (socket, request) => broker.handle(createWebSocketStream(socket), request))
  return url(server.listen(0, HOST), '/mqtt')
}

module.exports = {
  'graphql-ws': graphql,
  mercurius: mercuriusServer,
  trpc,
  hocuspocus,
  'y-websocket': yWebsocket,
  'ocpp-rpc': ocpp,
  aedes
}
