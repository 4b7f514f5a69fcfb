package dev.websocketexporter.server.recording;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the certificate of a chain that ends first is valid.
 *
 * @param notBefore absent: it cannot be read
 */
public record CertificateLife(@Nullable Instant notBefore, Instant notAfter) {
    private static final Duration SOON = Duration.ofDays(21);
    private static final Duration VERY_SOON = Duration.ofDays(7);

    /** Of its life; who renews does so before, also a certificate that lives for days only. */
    private static final int LAST_PART = 3;

    /** How urgent its renewal is. */
    public enum Urgency {
        NONE,
        SOON,
        VERY_SOON
    }

    /** How urgent its renewal is at a time; {@code draw.js} judges in the same way. */
    public Urgency urgency(Instant now) {
        Duration left = left(now);
        boolean late =
                notBefore == null || left.multipliedBy(LAST_PART).compareTo(Duration.between(notBefore, notAfter)) < 0;
        if (!late || left.compareTo(SOON) >= 0) {
            return Urgency.NONE;
        }
        return left.compareTo(VERY_SOON) < 0 ? Urgency.VERY_SOON : Urgency.SOON;
    }

    /** Negative: it has expired. */
    public Duration left(Instant now) {
        return Duration.between(now, notAfter);
    }
}
