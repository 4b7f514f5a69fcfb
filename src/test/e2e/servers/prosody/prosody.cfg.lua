-- One virtual host, and nothing but its WebSockets.
run_as_root = true
pidfile = "@DIRECTORY@/prosody.pid"
data_path = "@DIRECTORY@/data"
log = "*console"
interfaces = { "127.0.0.1" }
c2s_ports = {}
c2s_direct_tls_ports = {}
http_interfaces = { "127.0.0.1" }
http_ports = { @PORT@ }
https_ports = {}
-- Without it, a request whose Host is no virtual host gets a 404.
http_default_host = "localhost"
-- Without TLS in front, it would offer no way to log in.
consider_websocket_secure = true
modules_enabled = { "saslauth", "websocket" }
modules_disabled = { "s2s" }
VirtualHost "localhost"
