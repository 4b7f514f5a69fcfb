/**
 * The terms of the product: the request for a probe, its result, and the interface {@code Prober} between the two.
 * Values only; nothing here opens a socket, reads a file or knows how a result is shown.
 */
@NullMarked
package dev.websocketexporter.probe;

import org.jspecify.annotations.NullMarked;
