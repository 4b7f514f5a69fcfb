/** The phase connect: a TCP connection. */
@NullMarked
package dev.websocketexporter.engine.connect;

import org.jspecify.annotations.NullMarked;
