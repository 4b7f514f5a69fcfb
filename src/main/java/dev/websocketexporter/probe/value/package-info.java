/**
 * Small values that all rooms use: secrets, bytes, digests, and the text forms of addresses, of URLs and of what peers say.
 * Everything that a peer, a client or a file chose goes through {@link Printable} before it stands in a log line or a message.
 */
@NullMarked
package dev.websocketexporter.probe.value;

import org.jspecify.annotations.NullMarked;
