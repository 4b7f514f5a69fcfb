#!/usr/bin/env bash
# In Varnish's pipe mode, which its documentation prescribes for WebSockets, a server that cannot be reached is no 503: the
# connection ends without a byte. Seen: varnish 7.1.1-2+deb12u1 of Debian 12. The same request without return (pipe) gets a
# 503. One would expect the same answer as long as nothing was piped; a client sees what it also sees of a TLS port. (Varnish
# compiles its configuration: a C compiler must be there.)
set -euo pipefail
dir="$(mktemp -d)"; trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$dir"' EXIT; cd "$dir"
apt-get -qq download varnish=7.1.1-2+deb12u1 libvarnishapi3=7.1.1-2+deb12u1 libjemalloc2=5.3.0-1 2>apt.log ||
  { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
libraries="$(dirname usr/lib/*/libvarnishapi.so.3)"
export LD_LIBRARY_PATH="$dir/$libraries:$dir/$libraries/varnish"
read -r port dead <<<"$(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(server.getsockname()[1] for server in held))')"
cat >dead.vcl <<VCL
vcl 4.1;
backend dead { .host = "127.0.0.1"; .port = "$dead"; }
sub vcl_recv {
  if (req.http.upgrade ~ "(?i)websocket" && req.url == "/pipe") {
    return (pipe);
  }
  return (pass);
}
sub vcl_pipe {
  set bereq.http.upgrade = req.http.upgrade;
  set bereq.http.connection = req.http.connection;
}
VCL
usr/sbin/varnishd -F -j none -a "127.0.0.1:$port" -f "$dir/dead.vcl" -n "$dir/work" -s malloc,8m >varnish.log 2>&1 &
seen="$(python3 - "$port" <<'PYTHON'
import socket, sys, time

for path in ("/pipe", "/pass"):
    for attempt in range(300):
        try:
            server = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    server.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    print(path, server.recv(12), end="; ")
PYTHON
)"
echo "$seen"
[ "$seen" = "/pipe b''; /pass b'HTTP/1.1 503'; " ] || { echo "changed: no longer nothing" >&2; cat varnish.log >&2; exit 1; }
