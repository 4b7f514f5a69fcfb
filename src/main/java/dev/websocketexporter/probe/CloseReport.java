package dev.websocketexporter.probe;

import org.jspecify.annotations.Nullable;

/**
 * How the closing handshake went (RFC 6455 §7).
 *
 * @param code the peer's close code; {@link CloseCode#NO_STATUS} when its Close had none, {@link CloseCode#ABNORMAL}
 *     when the connection ended without a Close, absent when the peer just did not answer
 * @param reason the peer's close reason; absent: it gave none
 * @param clean both sides sent a Close
 */
public record CloseReport(@Nullable Integer code, @Nullable String reason, boolean clean) {}
