/**
 * Connections that are held open: what is asked for ({@code WatchedTarget}), the port by which it is had ({@code Holder}), and
 * what has become of it ({@code TargetFigures}). All but the ports are values.
 */
@NullMarked
package dev.websocketexporter.probe.watch;

import org.jspecify.annotations.NullMarked;
