/** The phase tls: the handshake, and the verdict on the peer's certificates. */
@NullMarked
package dev.websocketexporter.engine.tls;

import org.jspecify.annotations.NullMarked;
