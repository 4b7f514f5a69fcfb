/**
 * The words of the product: what is asked of a probe, what a probe answers, and the port through which it is asked.
 * Values only; nothing here opens a socket, reads a file or knows how a result is shown.
 */
@NullMarked
package dev.websocketexporter.probe;

import org.jspecify.annotations.NullMarked;
