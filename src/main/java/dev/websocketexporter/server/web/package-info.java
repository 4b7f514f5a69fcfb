/**
 * The web configuration at work: what stands between a socket and the endpoints when {@code --web.config.file} is given.
 *
 * <pre>
 *   socket ── plain HTTP? ── TLS ── HTTP/1.1 or HTTP/2 ── WebGate ── endpoints
 *             400            ServerTlsFactory             429, headers, 401
 * </pre>
 *
 * <p>Nothing of it is loaded without the flag.
 */
@NullMarked
package dev.websocketexporter.server.web;

import org.jspecify.annotations.NullMarked;
