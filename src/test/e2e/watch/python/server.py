"""An echo of websockets, whose argument is the port. It pings every second, and gives a client a second to answer."""

import asyncio
import signal
import sys

from websockets.asyncio.server import serve


async def echo(connection):
    async for message in connection:
        await connection.send(message)


async def main():
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with serve(echo, "127.0.0.1", int(sys.argv[1]), ping_interval=1, ping_timeout=1):
        print("listening", flush=True)
        await stopped.wait()


asyncio.run(main())
