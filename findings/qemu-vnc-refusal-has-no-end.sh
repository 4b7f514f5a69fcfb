#!/usr/bin/env bash
# When QEMU's VNC display refuses a WebSocket for its subprotocol, its HTTP response lacks the empty line that ends a head
# (RFC 9112 section 2.1). Seen: qemu-system-sparc 1:7.2+dfsg-7+deb12u18+b3 of Debian 12; its 404 for a wrong path has that
# line. curl 7.88 and Python's http.client take the end of the connection for it and tell the 400; Node.js 20 reports
# "socket hang up" and Go 1.26 "unexpected EOF", by which nobody finds a wrong subprotocol.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
mkdir -p archives/partial
package=qemu-system-sparc=1:7.2+dfsg-7+deb12u18+b3
# Its libraries, as far as they are not here.
apt-get -qq -y install --no-install-recommends --download-only -o Dir::Cache::archives="$dir/archives" "$package" \
  >apt.log 2>&1 &&
  (cd archives && apt-get -qq download "$package" 2>>../apt.log) || { cat apt.log >&2; exit 1; }
for archive in archives/*.deb; do dpkg -x "$archive" .; done
LD_LIBRARY_PATH="$(find "$dir" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)"
export LD_LIBRARY_PATH
# It wants a keyboard, even where nobody types.
mkdir keymaps
echo 'map 0x409' >keymaps/en-us
read -r vnc port <<<"$(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(server.getsockname()[1] for server in held))')"
usr/bin/qemu-system-sparc -L . -M none -nodefaults -S \
  -vnc "127.0.0.1:$((vnc - 5900)),websocket=127.0.0.1:$port" >qemu.log 2>&1 &
seen="$(python3 - "$port" <<'PYTHON'
import socket, sys, time

for path, subprotocol in (("/", "chat"), ("/nope", "binary")):
    for attempt in range(100):
        try:
            server = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    server.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n".encode()
    )
    answer = server.makefile("rb").read()
    print(answer.split()[1].decode(), "with" if b"\r\n\r\n" in answer else "without", "an end", end="; ")
PYTHON
)"
echo "$seen"
[ "$seen" = "400 without an end; 404 with an end; " ] ||
  { echo "changed: the refusal has an end" >&2; cat qemu.log >&2; exit 1; }
