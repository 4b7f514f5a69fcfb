/**
 * What became of connections that nobody spoke on, and what follows from it: how long a path lets a connection be idle. Values
 * only; who holds the connections, and who judges them, is elsewhere.
 */
@NullMarked
package dev.websocketexporter.probe.idle;

import org.jspecify.annotations.NullMarked;
