/**
 * One probe under way: its phases in order, its deadline, its channel, its log and its result. Knows no phase.
 *
 * <p>In: a request, the first hop, and a loop. Out: the {@code ProbeResult}, then the moment when the sockets are
 * closed.
 *
 * <pre>{@code
 *   ProbeRun()         on the caller's thread; the budget begins
 *   startDeadline()    on the loop from here on; one timer for the whole probe
 *   PhaseChain         then(RESOLVE, ..).then(CONNECT, ..) ...
 *     ProbeRun.phase     clock.begin - the phase's step - clock.end, for each phase
 *   finish(failure)    once, with null or with what ended the chain
 *     endings            reports that are still open, such as a conversation's
 *     result             complete
 *     dismiss            the channel is closed: with Close after an upgrade, with a reset after a cancellation
 *   released           when no socket of the probe is open any more
 * }</pre>
 *
 * <p>Who owns what: {@link ProbeRun} the deadline and the result; {@link PhaseContext} what phases share (hop,
 * channel, log, clock, budget); {@link ProbeChannel} each socket from the moment it is dialled, so that nobody else
 * closes one; {@link ProbeState} the reports, which a phase adds as soon as it knows them. {@link AttemptSeries} is
 * several runs inside one budget. {@link BlockingExecutor} takes slow work off the loop and completes its future on
 * the loop again; what is under way for a run as {@link OwnWork} is given up when the run ends.
 *
 * <p><b>Who says how a phase ended.</b> A phase is a future that is completed once: the first of these wins, and what
 * comes later is ignored. All of them run on the loop, one after the other, so there is always a first.
 *
 * <ol>
 * <li>The phase's own handler or step. A handler that sees an end or an error of the connection fails its phase with
 * {@link ConnectionEnd}, or with the failures of TLS or of a proxy.
 * <li>The deadline fails the running phase with {@code timeout}, or with {@code exporter_limit} if it waits for the
 * exporter itself: for a free thread, or for a file. Not CLOSE, which has a limit of its own inside the
 * budget, and which may miss it without a failure.
 * <li>A cancellation ends the running phase, also CLOSE, and resets the connection.
 * </ol>
 *
 * <p>Others only help the first to find the reason. They never end a phase:
 *
 * <ul>
 * <li>{@code WireTimestampHandler.fault}: an error of the socket, mostly a reset. Later handlers see just an inactive
 * channel or a failed write; with this, the end is reported as a reset (RST) and not as closed (FIN).
 * <li>{@code ProbeChannel.explained}: how TLS interprets a later error. TLS 1.3 refuses a client
 * certificate only after the handshake (RFC 8446 §4.4.2). A phase that waits for an HTTP response asks it first, so
 * such an alert is reported as a failure of TLS, and not as reset or closed.
 * <li>{@code TailHandler.fault}: the first error that reached the end of the pipeline. While a certificate is verified
 * or a token fetched, no handler waits for the connection; the next phase asks {@link ProbeChannel#isUsable} before it
 * sends, and fails with that error.
 * <li>{@code ConnectionCloseState} in {@code session}: from the upgrade on, the only place that knows how the
 * connection ended; conversation and close both ask it.
 * </ul>
 *
 * <p>An exception that is none of these is a bug of the exporter: {@code internal_error} in the phase that began last.
 *
 * <p><b>Which clock.</b> {@code Ticker} for all durations: the budget, and the beginning and end of a phase unless a
 * better tick is known. Better ones are: the tick before the system call that sent (begin of TLS, UPGRADE and CLOSE,
 * and each ping); the tick at which the loop woke to the answer (end of PROXY, UPGRADE and CLOSE, each message, each
 * pong); the kernel's {@code TCP_INFO} for CONNECT, on epoll and without retransmissions. See {@code loop}. {@code
 * Clock} only for dates: the time of day of a probe, and of the verification of certificates. Netty's timers run by a
 * clock of their own, so a timer that is late is compared with the {@code Ticker} and counts as lag.
 */
@NullMarked
package dev.websocketexporter.engine.run;

import org.jspecify.annotations.NullMarked;
