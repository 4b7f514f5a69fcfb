/**
 * Connections that stay open after their subscription: what arrives on them is judged and dropped, pings ask whether the
 * server is still there, and how they end is told apart.
 *
 * <p>In: a {@code ProbeRequest} and a {@code Holder.Plan}; the phases of a probe, as a function. Out: calls of a {@code
 * HoldListener}, all on the event loop of the connection. The package knows no metric and decides no opening.
 *
 * <pre>{@code
 *   Holds             chooses the event loop, which has a HoldLoop: timers, what is too slow for it, readers of messages
 *   HeldConnection    the handle; first a ProbeRun with the phases up to the subscription, then an OpenConnection
 *     OpenConnection  one of them from the handover to the last byte:
 *       HeldFrames      the handler of the channel: bytes to frames, in turns; FIN, RST, failed writes
 *       HeldMessages    what the frames mean: messages judged and dropped, pings answered, pongs to the heartbeat
 *       Heartbeat       pings, the pongs that were missed, and the application's own heartbeat
 *       HoldEnding      how it ends: the first end counts, and after it nothing is reported
 * }</pre>
 *
 * <p><b>The handover.</b> A connection is opened by the very phases of a probe, in a {@code ProbeRun}. When the last step of
 * its subscription is done, the run has its result, and the {@code Session} is paused: no further byte is parsed. In a task
 * of its own the connection is taken over: the decoder, in the middle of a frame or not, the messages that no step took, and
 * the bytes that were not parsed. So nothing is lost that came in the packet of the 101 or after the last message that was
 * expected: it is reported after {@code opened}, as received at its own tick, or at that of {@code opened} if it came before.
 * A message that a step took, or skipped, belongs to the subscription and is not reported; the result counts it.
 *
 * <p><b>Memory.</b> Of the run nothing is kept: no log, no phase, no certificate but those inside of the TLS engine. An idle
 * connection has no buffer, no timer of Netty's, no compressor; a decompressor only if the server's messages refer to those
 * before them (RFC 7692 §7.1.1.1), and it counts in {@code loop.MessageMemory} as everything does. Messages that are sent are
 * not compressed, which is always allowed (RFC 7692 §6).
 *
 * <p><b>Time.</b> {@link dev.websocketexporter.engine.hold.LoopTimers} are coarse: they fire up to 50 ms late. What is
 * measured is not: a round trip is from the system call that sent the ping to the tick at which the loop woke to its pong.
 * A pong is missed when its time is over and the loop has looked at its sockets since: after a pause of the exporter itself
 * the pongs that wait in the kernel are read first. One that may have come in time, as far as the loop can know, has.
 *
 * <p><b>Order.</b> Messages are reported in the order in which they came. One that is too large for an event loop is judged
 * on another thread, and the frames after it wait; so do those after a turn of {@code EventLoopBudget}.
 */
@NullMarked
package dev.websocketexporter.engine.hold;

import org.jspecify.annotations.NullMarked;
