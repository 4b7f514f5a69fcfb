package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete revocation list (RFC 5280 §5), signed by the issuer that it names. Immutable; it keeps of each entry what a
 * verdict needs.
 */
public final class RevocationList {
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    /** One of which the distribution point must have; empty: the list is for every certificate of its issuer. */
    private final List<String> names;

    private final RevokedSerials revoked;

    RevocationList(Instant thisUpdate, Instant nextUpdate, List<String> names, RevokedSerials revoked) {
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
        this.names = List.copyOf(names);
        this.revoked = revoked;
    }

    /** Until when it may be relied on. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    /** Whether that one was issued before this one. */
    public boolean isNewerThan(RevocationList other) {
        return thisUpdate.isAfter(other.thisUpdate);
    }

    /** About how many bytes of memory it takes. */
    public long approximateBytes() {
        return 200 + revoked.approximateBytes();
    }

    /** Why it may not be relied on at that time, in one line; absent: it may. */
    public @Nullable String untimely(Instant now) {
        if (now.isBefore(thisUpdate)) {
            return "it is of the future: this update " + thisUpdate;
        }
        return now.isAfter(nextUpdate) ? "it is stale since " + nextUpdate : null;
    }

    /** What it says of a leaf of its issuer that names it there. */
    public CrlReport judge(CrlSource source, CrlSource.Point point, Instant now) {
        String untimely = untimely(now);
        if (untimely != null) {
            return new CrlReport(nextUpdate, untimely, null);
        }
        if (!names.isEmpty() && names.stream().noneMatch(point.names()::contains)) {
            return new CrlReport(
                    nextUpdate,
                    "it is for the certificates of another distribution point, " + names.get(0) + " (expected: "
                            + point.names().get(0) + ")",
                    null);
        }
        String entry = revoked.entry(source.serial());
        return new CrlReport(nextUpdate, null, entry == null ? null : revocation(source, entry));
    }

    private Failure revocation(CrlSource source, String entry) {
        return new Failure(
                Phase.TLS,
                Reason.CERTIFICATE_REVOKED,
                source.leaf() + " was " + entry + ", says the revocation list of "
                        + source.issuer().words() + " of " + thisUpdate + " (expected: not on it)");
    }
}
