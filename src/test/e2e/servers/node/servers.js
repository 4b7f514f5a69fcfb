'use strict'

// Starts everything and prints one line: the name of each server and its URL.
const applications = require('./applications')
const frameworks = require('./frameworks')
const libraries = require('./libraries')
const realtime = require('./realtime')

// Libraries greet on the console; nothing but our line may come first.
const print = console.log
console.log = console.info = console.warn = () => {}

async function main () {
  const starts = Object.entries({ ...libraries, ...frameworks, ...realtime, ...applications })
  const urls = await Promise.all(starts.map(async ([id, start]) => [id, await start()]))
  print(JSON.stringify(Object.fromEntries(urls)))
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
