"""Sends back each message; uWSGI gives this module the name uwsgi."""

import uwsgi


def application(environ, start_response):
    if environ["PATH_INFO"] != "/":
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"no such path\n"]
    uwsgi.websocket_handshake(environ["HTTP_SEC_WEBSOCKET_KEY"], environ.get("HTTP_ORIGIN", ""))
    while True:
        uwsgi.websocket_send(uwsgi.websocket_recv())
