"""Starts a Jupyter Server with a kernel and a terminal, prints the URLs of both, and ends it on SIGTERM."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

TOKEN = "guess"  # as in config.example.yml
START_LIMIT_SECONDS = 120


def free_port():
    """The first free one from $PORTS on, where the kernel gives none away meanwhile."""
    port = int(os.environ.get("PORTS") or 20000)
    while True:
        with socket.socket() as bound:
            try:
                bound.bind(("127.0.0.1", port))
                return port
            except OSError:
                port += 1


def start(port):
    home = pathlib.Path.cwd()
    environment = {**os.environ, "HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython")}
    command = [
        *(sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", "--ip=127.0.0.1"),
        *(f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={home}"),
    ]
    with open("jupyter.log", "wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)


def created(port, what):
    """What the server answers to the request for a new kernel or terminal; None while it does not listen yet."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/{what}", data=b"{}", headers={"Authorization": f"token {TOKEN}"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        raise
    except urllib.error.URLError:
        return None


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = free_port()
    server = start(port)
    try:
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while (kernel := created(port, "kernels")) is None:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("Jupyter Server does not start\n" + pathlib.Path("jupyter.log").read_text(errors="replace"))
            time.sleep(0.2)
        terminal = created(port, "terminals")
        base = f"ws://127.0.0.1:{port}"
        urls = {
            "jupyter-kernel": f"{base}/api/kernels/{kernel['id']}/channels",
            "jupyter-terminal": f"{base}/terminals/websocket/{terminal['name']}",
        }
        print(json.dumps(urls, separators=(",", ":")), flush=True)
        while True:
            signal.pause()
    finally:
        server.terminate()
        server.wait()


main()
