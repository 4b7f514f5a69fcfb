/**
 * Frames of RFC 6455 §5 and the messages that they make, compressed (RFC 7692) or not. Knows buffers and one channel,
 * no session.
 *
 * <p>In: bytes of a server. Out: calls of {@link FrameDecoder.FrameListener}: messages, pings, pongs, one Close. The
 * other way round, {@link FrameSender} turns messages, pings and pongs into frames, and observes each write.
 *
 * <pre>{@code
 *   bytes - FrameHeader - payload, in pieces of 1 KiB
 *                           | control frame          | data frame
 *                         listener                 MessageAssembler
 *                                                    PerMessageDeflate, if RSV1 (RFC 7692 7.2.2)
 *                                                    size limit
 *                                                    Utf8Check, if text (RFC 6455 8.1)
 *                                                  listener, at the end of the message
 * }</pre>
 *
 * <p>A violation fails at the first byte that shows it, often before the payload has arrived: opcode, reserved bits,
 * mask, length and fragmentation by the header alone. Then the decoder is over, as after a Close, and ignores all
 * further bytes. It reads no further than the listener has room and time for; what is left stays with the caller.
 *
 * <p>{@link MessageAssembler} and {@link FrameSender} own the native memory of (de)compression and are freed by {@code
 * session}. After the client's Close the sender sends only pongs; after the peer's, nothing.
 */
@NullMarked
package dev.websocketexporter.engine.frames;

import org.jspecify.annotations.NullMarked;
