/**
 * Event loops with clocks: how late a loop runs, and when bytes left or arrived. Knows nothing of phases.
 *
 * <p>In: a transport of Netty, which {@link Transport} chooses (epoll, else NIO), and the injected {@code Ticker}.
 * Out: ticks and lag. {@link ProbeLoop} is an event loop with its clock and with the probes that run on it.
 *
 * <p>One turn of an event loop, and the ticks that are taken:
 *
 * <pre>{@code
 *   LoopClock.waits()   the loop begins to wait for its sockets
 *   LoopClock.woke()    it knows which are ready, and has read none of them     wokeAt
 *     channel A: read   WireTimestampHandler.channelRead                        lastReadAt = wokeAt
 *     channel B: read   (A was worked on before, but B's bytes came as early)   lastReadAt = wokeAt
 *     channel B: read   a second time in the same turn                          lastReadAt = now
 *   LoopClock.looked()  all that was ready was read
 *   tasks, timers       WireTimestampHandler.flush, before the system call      sentAt = now
 * }</pre>
 *
 * <p>{@link WireTimestampHandler} is the first handler of a channel. So its ticks are those next to the system call:
 * after all work on what is sent, before any work on what was received. A tick of waking is used only if nothing was
 * sent and nothing read since; otherwise the bytes may answer what was sent since, and the tick is that of the read
 * itself.
 *
 * <p>Lag is what remains as the error of a timing. It is measured in three ways, and the largest counts for a probe: a
 * timer that is due soon after a probe's beginning and then ten times a second, bytes that waited while the loop was busy,
 * and the probe's own beginning and deadline.
 */
@NullMarked
package dev.websocketexporter.engine.loop;

import org.jspecify.annotations.NullMarked;
