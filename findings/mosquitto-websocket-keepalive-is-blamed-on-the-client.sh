#!/usr/bin/env bash
# When the MQTT keepalive of a client runs out, Mosquitto ends the connection, and logs it right for TCP ("has exceeded timeout,
# disconnecting"), but for WebSocket as "closed its connection", the words for a client that went by itself: in the log all
# such drops look like the clients' own doing. Seen: mosquitto 2.0.11-1.2+deb12u2 (Debian 12) with a keepalive of 1 s and
# clients that say nothing after CONNECT and do not close. For both it looks only every few seconds: after 1.5 s at the most,
# says MQTT 3.1.1 section 3.1.2.10; after up to 6.5 s, says the clock.
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
usr/sbin/mosquitto -v -c m.conf >mosquitto.log 2>&1 &
timeout 60 python3 - "$tcp" "$ws" <<'PY'
import socket, sys, time

def dial(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), 30)
        except OSError:
            time.sleep(0.1)

def connect(name):
    variable = b"\0\4MQTT\4\2\0\1" + bytes([0, len(name)]) + name
    return bytes([0x10, len(variable)]) + variable

def silence(s):
    """Until the broker ends it; this side closes nothing before."""
    while s.recv(64):
        pass

tcp, ws = dial(int(sys.argv[1])), dial(int(sys.argv[2]))
tcp.sendall(connect(b"over-tcp"))
ws.sendall(b"GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
answer = b""
while b"\r\n\r\n" not in answer:
    answer += ws.recv(512)
packet = connect(b"over-ws")
ws.sendall(bytes([0x82, 0x80 | len(packet), 0, 0, 0, 0]) + packet)
silence(tcp)
silence(ws)
PY
seen="$(sed -n 's/^[0-9]*: Client \(over-[a-z]*\) \(has exceeded.*\|closed.*\)/\1: \2/p' mosquitto.log | sort)"
echo "$seen"
expected="over-tcp: has exceeded timeout, disconnecting.
over-ws: closed its connection."
[ "$seen" = "$expected" ] || { echo "changed: expected" >&2; echo "$expected" >&2; exit 1; }
