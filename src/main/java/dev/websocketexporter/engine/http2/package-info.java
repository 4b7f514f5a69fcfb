/**
 * One stream of an HTTP/2 connection as if it were the connection: what a WebSocket over HTTP/2 goes through (RFC 8441,
 * RFC 9113).
 *
 * <p>In: a connection on which nothing of HTTP was said; an {@link ExtendedConnect}, then the bytes of the WebSocket. Out:
 * the response as the heads of {@code http}, then the bytes of the WebSocket; the end of the stream as a
 * {@code StreamEndException}. So those who judge the response and those who speak WebSocket are the same as over HTTP/1.1.
 *
 * <pre>{@code
 *   socket - TLS - Http2Handler --- StreamFrames --> StatusLine, ResponseHead, MalformedHead
 *                       |              |             bytes of DATA, without padding
 *                       |              |             StreamEndException: RST_STREAM, END_STREAM, GOAWAY, a violation
 *                       |          StreamOpening     holds the request until the server's SETTINGS allow it
 *                       +---------- SentData <------ bytes, as far as both windows of the server allow
 * }</pre>
 *
 * <p>Netty's library reads and writes the frames and their header lists. Its own model of a connection, with a channel for
 * each stream and the priorities among them, is not used: there is one stream, and a probe pays for what it needs.
 *
 * <p><b>What is bounded.</b> A header list has at most 64 KiB, compressed or not, CONTINUATION included, and counts in the
 * exporter's total for messages until it is judged. A frame has at most 16 KiB. What arrives is handed on at once, so that
 * the socket is not read while there is no room for it; the windows that the server gets are a mebibyte. What is sent waits
 * for the windows of the server, and makes the channel unwritable meanwhile. Pushed streams are refused.
 *
 * <p>At the end of a probe the client ends its half of the stream and says GOAWAY, so that the server can close the
 * connection; {@code ProbeChannel} gives it the time for that.
 */
@NullMarked
package dev.websocketexporter.engine.http2;

import org.jspecify.annotations.NullMarked;
