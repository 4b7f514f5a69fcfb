/**
 * When connections that are held open are opened, closed and opened anew, and what they have shown. {@code Watches} is the
 * entrance; everything that decides runs on one thread ({@code WatchLoop}), and {@code ConnectionCounter} counts on the event
 * loops. Frames, sockets and metrics are not known here: {@code Holder} is the port to the first two, {@code TargetFigures}
 * are values for who shows them.
 */
@NullMarked
package dev.websocketexporter.watch;

import org.jspecify.annotations.NullMarked;
