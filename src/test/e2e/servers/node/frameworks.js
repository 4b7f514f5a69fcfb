'use strict'

// Frameworks whose routes take WebSockets: an echo at /echo, and /private behind a check that lets nobody in.
const fastifyWebsocket = require('@fastify/websocket')
const hapi = require('@hapi/hapi')
const nes = require('@hapi/nes')
const express = require('express')
const expressWs = require('express-ws')
const fastify = require('fastify')
const Koa = require('koa')
const koaWebsocket = require('koa-websocket')
const { WebSocketServer } = require('ws')
const { HOST, url } = require('./listen')

const echo = (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))

function expressEcho () {
  const { app } = expressWs(express())
  app.use('/private', (request, response) => response.sendStatus(401))
  app.ws('/echo', (socket) => socket.on('message', (data) => socket.send(data)))
  app.ws('/private', (socket) => socket.on('message', (data) => socket.send(data)))
  return url(app.listen(0, HOST), '/echo')
}

function koaEcho () {
  const app = koaWebsocket(new Koa())
  app.ws.use((context, next) => context.path === '/echo' ? echo(context.websocket) : next())
  return url(app.listen(0, HOST), '/echo')
}

async function fastifyEcho () {
  const app = fastify()
  await app.register(fastifyWebsocket)
  app.get('/echo', { websocket: true }, echo)
  const refuse = (request, reply) => reply.code(401).send({ message: 'no session' })
  app.get('/private', { websocket: true, preValidation: refuse }, echo)
  await app.listen({ host: HOST, port: 0 })
  return url(app.server, '/echo')
}

async function honoEcho () {
  const { Hono } = await import('hono')
  const { serve, upgradeWebSocket } = await import('@hono/node-server')
  const app = new Hono()
  app.use('/private', (context) => context.text('no session', 401))
  app.get('/echo', upgradeWebSocket(() => ({ onMessage: (event, socket) => socket.send(event.data) })))
  app.get('/private', upgradeWebSocket(() => ({})))
  const sockets = new WebSocketServer({ noServer: true })
  return url(serve({ fetch: app.fetch, hostname: HOST, port: 0, websocket: { server: sockets } }), '/echo')
}

/** What Nitro, and so Nuxt, and h3 take for WebSockets. */
async function crosswsEcho () {
  const { serve } = await import('crossws/server')
  const hooks = {
    '/echo': { message: (peer, message) => peer.send(message.rawData) },
    '/private': { upgrade: () => { throw new Response('no session', { status: 401 }) } }
  }
  const server = serve({
    hostname: HOST,
    port: 0,
    silent: true,
    fetch: () => new Response('not found', { status: 404 }),
    websocket: { resolve: (request) => hooks[new URL(request.url).pathname] ?? {} }
  })
  await server.ready()
  return url(server.node.server, '/echo')
}

/** Without its compiler: what a decorator is to do is called by hand. */
async function nest () {
  await import('reflect-metadata')
  const { Module } = await import('@nestjs/common')
  const { NestFactory } = await import('@nestjs/core')
  const { WsAdapter } = await import('@nestjs/platform-ws')
  const { MessageBody, SubscribeMessage, WebSocketGateway } = await import('@nestjs/websockets')
  class Gateway {
    echo (data) {
      return { event: 'echo', data }
    }
  }
  class Application {}
  WebSocketGateway({ path: '/echo' })(Gateway)
  SubscribeMessage('echo')(Gateway.prototype, 'echo', Object.getOwnPropertyDescriptor(Gateway.prototype, 'echo'))
  MessageBody()(Gateway.prototype, 'echo', 0)
  Module({ providers: [Gateway] })(Application)
  const app = await NestFactory.create(Application, { logger: false })
  app.useWebSocketAdapter(new WsAdapter(app))
  await app.listen(0, HOST)
  return url(app.getHttpServer(), '/echo')
}

async function nesServer () {
  const app = hapi.server({ host: HOST, port: 0 })
  await app.register(nes)
  app.route({ method: 'GET', path: '/status', handler: () => 'well' })
  await app.start()
  return url(app.listener, '/')
}

module.exports = {
  'express-ws': expressEcho,
  'koa-websocket': koaEcho,
  fastify: fastifyEcho,
  hono: honoEcho,
  crossws: crosswsEcho,
  nest,
  nes: nesServer
}
