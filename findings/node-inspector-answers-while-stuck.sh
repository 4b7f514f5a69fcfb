#!/usr/bin/env bash
# The inspector of Node.js answers calls while the event loop is stuck in a long loop, so that an answer is no sign of life of
# the application: V8 interrupts the running script for it. Only a promise that another turn of the loop fulfils is not
# answered until then. Seen: ws 8.23.0 as the client, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ws@8.23.0
cat >stuck.js <<'JS'
console.log(require('node:inspector').url())
const end = Date.now() + 10_000
setImmediate(() => { while (Date.now() < end); })
JS
cat >finding.js <<'JS'
const { spawn } = require('node:child_process')
const WebSocket = require('ws')
const child = spawn('node', ['--inspect=127.0.0.1:0', 'stuck.js'], { stdio: ['ignore', 'pipe', 'ignore'] })
child.stdout.once('data', (url) => {
  const socket = new WebSocket(url.toString().trim())
  const answered = { 1: 'silence', 2: 'silence' }
  const evaluate = (id, expression, awaitPromise) => socket.send(JSON.stringify(
    { id, method: 'Runtime.evaluate', params: { expression, awaitPromise } }))
  socket.on('open', () => {
    evaluate(1, '20 + 22', false)
    evaluate(2, 'new Promise((done) => setImmediate(done, 42))', true)
    setTimeout(() => {
      console.log(`an expression: ${answered[1]}, a promise: ${answered[2]}`)
      child.kill('SIGKILL')
      process.exit()
    }, 3000)
  })
  socket.on('message', (text) => {
    const { id, result } = JSON.parse(text)
    if (id in answered) answered[id] = result.result.value
  })
})
JS
seen="$(timeout 20 node finding.js)"
echo "$seen"
[ "$seen" = "an expression: 42, a promise: silence" ] || { echo "changed: expected 42 and silence" >&2; exit 1; }
