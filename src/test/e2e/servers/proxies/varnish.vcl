vcl 4.1;
# As Varnish's own documentation of WebSockets has it.
backend echo { .host = "127.0.0.1"; .port = "@ECHO@"; }
backend dead { .host = "127.0.0.1"; .port = "@DEAD@"; }
sub vcl_recv {
  if (req.url ~ "^/dead") {
    set req.backend_hint = dead;
  } else {
    set req.backend_hint = echo;
  }
  if (req.http.upgrade ~ "(?i)websocket" && req.url !~ "^/plain") {
    return (pipe);
  }
}
sub vcl_pipe {
  if (req.http.upgrade) {
    set bereq.http.upgrade = req.http.upgrade;
    set bereq.http.connection = req.http.connection;
  }
}
