/**
 * Responses of HTTP/1.x as browsers, curl and Go take them (RFC 9112 §2 to §7), for those who ask a server or a proxy to
 * become something else: the upgrade to WebSocket and CONNECT.
 *
 * <pre>
 * bytes ──> ResponseHeadDecoder ──> StatusLine, as soon as its line is complete
 *                                   ResponseHead, after the empty line, or cut off by the end of the connection
 *                                   MalformedHead, if it is none
 *                                   bytes as they came, after the head of the final response
 * </pre>
 *
 * <p>The decoder is a handler of its own and no more is decided here: who installed it removes it, and what it has not
 * looked at yet goes to the next handler. Netty's decoder reports a head only when it is complete and valid, and so
 * knows no status of a head that is neither; and it decodes bodies, which a tunnel or an upgraded connection has not.
 *
 * <p>{@link dev.websocketexporter.engine.http.RefusalBody} collects the beginning of a body, bounded in size;
 * {@link dev.websocketexporter.engine.http.BodyText} makes a line for humans from it. Both know nothing of time, which is
 * the matter of {@link dev.websocketexporter.engine.http.RefusalHandler}.
 */
@NullMarked
package dev.websocketexporter.engine.http;

import org.jspecify.annotations.NullMarked;
