package dev.websocketexporter.probe;

import java.time.Duration;

/**
 * How a connection is closed (RFC 6455 §7).
 *
 * @param code our close code, one that may stand in a frame
 * @param timeout how long the peer's Close is waited for, as far as the budget allows
 * @param required whether a peer that does not answer fails the probe
 */
public record Closing(int code, Duration timeout, boolean required) {
    public static final Closing DEFAULT = new Closing(CloseCode.NORMAL, Duration.ofSeconds(1), false);
}
