package dev.websocketexporter.probe;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a chain of certificates.
 *
 * @param presented the certificates in the order in which the peer sent them, the leaf first; never empty
 * @param verifiedChainExpiry the earliest notAfter of the verified chain, root included, and of several chains the
 *     latest; absent when no chain verified; the name plays no part in it
 * @param checks the answer to each of {@link CertificateCheck#OF_CHAIN}: whether it was passed
 * @param fault what is wrong with the chain or its name, the gravest; absent: nothing, the chain is verified
 */
public record ChainReport(
        List<CertificateFacts> presented,
        @Nullable Instant verifiedChainExpiry,
        Map<CertificateCheck, Boolean> checks,
        @Nullable Failure fault) {
    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException when there is no leaf, or a check without an answer
     */
    public ChainReport {
        presented = List.copyOf(presented);
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("presented: empty (expected: at least the leaf)");
        }
        if (!checks.keySet().equals(CertificateCheck.OF_CHAIN)) {
            throw new IllegalArgumentException(
                    "checks: " + checks.keySet() + " (expected: all of " + CertificateCheck.OF_CHAIN + ")");
        }
        checks = Collections.unmodifiableMap(new EnumMap<>(checks));
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
        return new ChainReport(presented, verifiedChainExpiry, checks, other);
    }

    /** The earliest notAfter among the presented certificates. */
    public Instant earliestExpiry() {
        return presented.stream()
                .map(CertificateFacts::notAfter)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
