/**
 * A server that plays the cases of the public WebSocket conformance suites and judges what an echo client answers. It
 * speaks the protocol with code of its own, so that it shares no mistake with the product.
 */
@NullMarked
package dev.websocketexporter.conformance;

import org.jspecify.annotations.NullMarked;
