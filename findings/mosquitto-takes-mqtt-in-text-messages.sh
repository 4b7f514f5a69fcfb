#!/usr/bin/env bash
# Mosquitto takes MQTT packets in WebSocket text messages, even ones that are not UTF-8, and answers them. MQTT 3.1.1 section 6
# demands binary ones of the client and of the server that it closes the connection after any other (MQTT-6.0.0-1); a frame of
# text that is not UTF-8 fails the connection by RFC 6455 section 8.1. A client with this mistake works here and fails
# elsewhere. Seen: mosquitto 2.0.11-1.2+deb12u2 (Debian 12): a CONNECT in a text message gets its CONNACK, and the text c0 00
# (PINGREQ, no UTF-8) its PINGRESP, both in binary messages.
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; chmod 755 "$dir"; cd "$dir"
get() { apt-get -qq download "$@" 2>apt.log; }
packages=('mosquitto=2.0.11-1.2*' libmosquitto1 libcjson1 libdlt2 libwrap0)
get "${packages[@]}" || { apt-get -qq update && get "${packages[@]}"; } || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH="$(printf '%s:' "$dir"/usr/lib/*-linux-gnu "$dir"/lib/*-linux-gnu)"
export LD_LIBRARY_PATH
read -r tcp ws <<<"$(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(server.getsockname()[1] for server in held))')"
printf '%s\n' "user $(id -un)" 'allow_anonymous true' "listener $tcp 127.0.0.1" "listener $ws 127.0.0.1" 'protocol websockets' >m.conf
usr/sbin/mosquitto -c m.conf >mosquitto.log 2>&1 &
seen="$(timeout 60 python3 - "$ws" <<'PY'
import socket, sys, time

for _ in range(100):
    try:
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
        break
    except OSError:
        time.sleep(0.1)
s.sendall(b"GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
stream = s.makefile("rb")
while stream.readline() != b"\r\n":
    pass

def text(payload):
    s.sendall(bytes([0x81, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
    kind, length = stream.read(2)
    return f"{'binary' if kind == 0x82 else hex(kind)} {stream.read(length).hex()}"

print("CONNECT as text:", text(bytes.fromhex("100c00044d5154540402003c0000")))
print("PINGREQ as text:", text(bytes.fromhex("c000")))
PY
)"
echo "$seen"
expected="CONNECT as text: binary 20020000
PINGREQ as text: binary d000"
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
