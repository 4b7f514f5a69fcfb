package dev.websocketexporter.probe;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a stapled OCSP response (RFC 6960) says of the leaf.
 *
 * @param status what it says, whoever signed it; absent when it cannot be read or says nothing of this leaf
 * @param nextUpdate until when it may be relied on; absent when it does not tell
 * @param flaw why it cannot be relied on, in one line; absent: it can
 * @param revocation the leaf is revoked, by the word of one who may say so; that word never gets too old
 */
public record StapleReport(
        @Nullable Status status,
        @Nullable Instant nextUpdate,
        @Nullable String flaw,
        @Nullable Failure revocation) {
    /** The status of a certificate (RFC 6960 §2.2). */
    public enum Status {
        GOOD,
        REVOKED,
        /** The responder does not know the certificate. */
        UNKNOWN;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The value of the label {@code status} in metrics. */
        public String label() {
            return label;
        }
    }

    /** A staple that tells nothing. */
    public static StapleReport unreadable(String flaw) {
        return new StapleReport(null, null, flaw, null);
    }

    /** It can be relied on and says that the leaf is good. */
    public boolean passed() {
        return status == Status.GOOD && flaw == null;
    }

    /** For a log line. */
    @Override
    public String toString() {
        String said = "status " + (status == null ? "not told" : status.label()) + ", next update "
                + (nextUpdate == null ? "not told" : nextUpdate);
        return flaw == null ? said : said + "; not to be relied on: " + flaw;
    }
}
