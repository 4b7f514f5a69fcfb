/**
 * An upgraded connection: what arrives on it, what is sent, and how it ends (RFC 6455 §5 to §7).
 *
 * <p>In: the channel after a valid 101. Out: messages to {@code conversation}, as futures; pongs to a listener; how
 * the connection ended, once.
 *
 * <pre>{@code
 *   socket - WebSocketFrameHandler (keeps bytes not parsed yet) - FrameDecoder - FrameDispatcher
 *                  |                                                                |  messages: MessageQueue
 *                  |                                                                |  pings: answered
 *                  |  FIN, RST, close_notify, failed write                          |  Close, violation
 *                  +---------------------- ConnectionCloseState -------------------+
 * }</pre>
 *
 * <p>Memory is bounded by flow control: a full {@link MessageQueue} stops the decoder, then the socket is not read.
 * All connections together share the memory of {@code loop.MessageMemory}: when it is used up, the one that holds most of
 * it is evicted.
 * Time is bounded by {@link EventLoopBudget}: after a millisecond of parsing and of taking messages, and after less when
 * many connections are flooded, timers and other probes come first.
 *
 * <p><b>Who wins</b> when a connection ends in several ways at once. The first end that {@link ConnectionCloseState}
 * notes is the end; later ones change nothing. What is noted when:
 *
 * <ol>
 * <li>A Close frame, when it is parsed. It is answered with its own code (§5.5.1), so the end is clean, unless the
 * connection is gone by then and the client has sent none before. Bytes after it are ignored.
 * <li>A violation, when it is parsed. The client's Close reports it: 1002, 1007 or 1009.
 * If the violation is a Close frame with a wrong code, that code is in the report, as an end that is not clean.
 * <li>close_notify of TLS, FIN, RST or a failed write: the first of them that is seen, as code 1006; but only after
 * all bytes that had arrived were parsed. So a Close that had arrived wins over each of these, even if the queue was
 * full or the parser rested when they came. The tick of such an end is nevertheless that at which it was seen. Whether
 * it is reported as reset or closed is decided when it is noted: reset, if its own error or {@code
 * WireTimestampHandler.fault} is one. A peer that resets often shows first as a failed write.
 * <li>A bug of the exporter, when it is caught; it is not an end that the peer caused.
 * </ol>
 *
 * <p>A send that failed waits until those bytes are parsed, then fails with the noted end: if the peer closed first,
 * the conversation reports {@code closed_by_peer} and not the broken write.
 *
 * <p>{@link ClosePhase} sends the client's Close and waits for the end, as long as the module and the budget allow. An
 * end that came earlier counts as well. After the client's Close messages are checked and counted, but not kept.
 *
 * <p>A connection that is held open after its subscription is given away as a {@link Handover}: the session is paused, so that
 * nothing more is parsed, and then lets go of decoder, memory, messages that nobody took, and bytes that were not parsed.
 *
 * <p>The session owns the (de)compressors, and frees them when its handler leaves the channel. The socket stays with
 * {@code ProbeChannel}, which uses {@code Farewell} to leave it politely.
 */
@NullMarked
package dev.websocketexporter.engine.session;

import org.jspecify.annotations.NullMarked;
