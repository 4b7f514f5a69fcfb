"""Starts each server as a process of its own on a free port, prints their URLs when all of them listen, ends them on SIGTERM."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

SOURCES = pathlib.Path(__file__).parent
TOOLS = pathlib.Path(sys.executable).parent
PYTHON = [sys.executable, "-B"]
LIBRARY = [*PYTHON, str(SOURCES / "libraries.py")]
UVICORN = [str(TOOLS / "uvicorn"), "--app-dir", str(SOURCES), "--host", "127.0.0.1", "--port", "{port}"]
START_LIMIT_SECONDS = 120

# The command of each row; {port} is its own port, {NAME} that of another row. What begins with an underscore is no
# WebSocket server and is not announced.
COMMANDS = {
    "uvicorn": [*UVICORN, "--ws", "websockets-sansio", "asgi:application"],
    "uvicorn-wsproto": [*UVICORN, "--ws", "wsproto", "asgi:application"],
    "python-socketio": [*UVICORN, "sio:application"],
    "hypercorn": [str(TOOLS / "hypercorn"), "--bind", "127.0.0.1:{port}", "asgi:application"],
    "daphne": [str(TOOLS / "daphne"), "--bind", "127.0.0.1", "--port", "{port}", "asgi:application"],
    "granian": [str(TOOLS / "granian"), "--interface", "asgi", "--host", "127.0.0.1", "--port", "{port}", "asgi:application"],
    "tornado": [*LIBRARY, "tornado", "{port}"],
    "aiohttp": [*LIBRARY, "aiohttp", "{port}"],
    "websockets": [*LIBRARY, "websockets", "{port}"],
    "picows": [*LIBRARY, "picows", "{port}"],
    "autobahn": [*LIBRARY, "autobahn", "{port}"],
    "sanic": [*PYTHON, str(SOURCES / "threaded.py"), "sanic", "{port}"],
    "flask-sock": [*PYTHON, str(SOURCES / "threaded.py"), "flask-sock", "{port}"],
    "gevent-websocket": [*PYTHON, str(SOURCES / "threaded.py"), "gevent-websocket", "{port}"],
    "ocpp16": [*PYTHON, str(SOURCES / "central_system.py"), "{port}"],
    "_vnc": [*LIBRARY, "vnc", "{port}"],
    "websockify": [str(TOOLS / "websockify"), "--token-plugin=TokenFile", "--token-source=tokens", "127.0.0.1:{port}"],
}
# What websockify forwards to; nobody listens on the second one's port.
TOKENS = "desk: 127.0.0.1:{_vnc}\ndead: 127.0.0.1:{_nobody}\n"
PATHS = {
    "python-socketio": "/socket.io/?EIO=4&transport=websocket",
    "ocpp16": "/ocpp/probe",
    "websockify": "/websockify?token=desk",
}


class Fleet:
    def __init__(self):
        # Bound as long as this process lives, so that the kernel gives these ports to nobody else meanwhile; servers
        # bind them with SO_REUSEADDR too.
        self.reserved = {name: self.reserve() for name in [*COMMANDS, "_nobody"]}
        self.ports = {name: bound.getsockname()[1] for name, bound in self.reserved.items()}
        self.processes = {}

    @staticmethod
    def reserve():
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", 0))
        return bound

    def start(self):
        pathlib.Path("tokens").write_text(TOKENS.format(**self.ports))
        for name, command in COMMANDS.items():
            with open(f"{name}.log", "wb") as log:
                words = [word.format(port=self.ports[name], **self.ports) for word in command]
                self.processes[name] = subprocess.Popen(
                    words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(SOURCES)}
                )

    def await_all(self):
        deadline = time.monotonic() + START_LIMIT_SECONDS
        waiting = dict(self.processes)
        while waiting:
            for name, process in list(waiting.items()):
                if process.poll() is not None:
                    self.fail(name, f"ended with {process.returncode}")
                if self.accepts(name):
                    del waiting[name]
                elif time.monotonic() > deadline:
                    self.fail(name, f"does not listen after {START_LIMIT_SECONDS} s")
            time.sleep(0.1)

    def accepts(self, name):
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.ports[name])) == 0

    def fail(self, name, what):
        log = pathlib.Path(f"{name}.log").read_text(errors="replace")
        self.end()
        sys.exit(f"{name} {what}\n{log}")

    def announce(self):
        urls = {
            name: f"ws://127.0.0.1:{self.ports[name]}{PATHS.get(name, '/')}" for name in COMMANDS if not name.startswith("_")
        }
        urls["ocpp201"] = urls["ocpp16"]
        print(json.dumps(urls, separators=(",", ":")), flush=True)

    def end(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    fleet = Fleet()
    try:
        fleet.start()
        fleet.await_all()
        fleet.announce()
        while True:
            signal.pause()
    finally:
        fleet.end()


main()
