/** The phase processing: the opening handshake of RFC 6455 §4. */
@NullMarked
package dev.websocketexporter.engine.upgrade;

import org.jspecify.annotations.NullMarked;
