package dev.websocketexporter.probe;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a chain of certificates.
 *
 * @param presented the certificates in the order in which the peer sent them, the leaf first; never empty
 * @param verifiedChainExpiry the earliest notAfter of the verified chain, root included, and of several chains the
 *     latest; absent when no chain verified; the name plays no part in it
 * @param fault what is wrong with the chain or its name, the gravest; absent: nothing, the chain is verified
 */
public record ChainReport(
        List<CertificateFacts> presented,
        @Nullable Instant verifiedChainExpiry,
        @Nullable Failure fault) {
    public ChainReport {
        presented = List.copyOf(presented);
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("presented: empty (expected: at least the leaf)");
        }
    }

    public CertificateFacts leaf() {
        return presented.get(0);
    }

    /** Chain, validity and name hold. */
    public boolean verified() {
        return fault == null;
    }

    /** The same chain with another judgement. */
    public ChainReport withFault(Failure other) {
        return new ChainReport(presented, verifiedChainExpiry, other);
    }

    /** The earliest notAfter among the presented certificates. */
    public Instant earliestExpiry() {
        return presented.stream()
                .map(CertificateFacts::notAfter)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
