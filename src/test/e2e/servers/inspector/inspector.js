'use strict'

// An application that only tells the URL of its inspector and then waits until SIGTERM.
console.log(JSON.stringify({ 'node-inspector': require('node:inspector').url() }))
require('node:net').createServer().listen(0, '127.0.0.1')
