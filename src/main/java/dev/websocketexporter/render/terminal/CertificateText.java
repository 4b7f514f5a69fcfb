package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.TlsReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What TLS showed: what was negotiated, who the server says it is, for how long, and what is wrong with it. */
final class CertificateText {
    private static final int MOST_NAMES = 6;

    private final Paragraphs text;
    private final Instant now;
    private final @Nullable Failure failure;

    /** @param failure what the probe failed with; absent: nothing */
    CertificateText(Paragraphs text, Instant now, @Nullable Failure failure) {
        this.text = text;
        this.now = now;
        this.failure = failure;
    }

    void add(TlsReport tls) {
        if (tls.version() != null) {
            text.add("tls", tls.version().label() + (tls.cipher() == null ? "" : ", " + tls.cipher()));
        }
        if (tls.chain() != null) {
            addLeaf(tls.chain().leaf());
            addChain(tls.chain());
            addVerdict(tls, tls.chain());
        }
        if (tls.staple() != null) {
            text.add("ocsp staple", tls.staple().toString());
        }
        if (tls.crl() != null) {
            text.add("crl", tls.crl().toString());
        }
    }

    private void addLeaf(CertificateFacts leaf) {
        text.add("certificate", leaf.subject().isEmpty() ? "without a subject" : leaf.subject());
        if (!leaf.dnsNames().isEmpty()) {
            text.more("for " + names(leaf));
        }
        text.more("issued by " + (leaf.issuer().isEmpty() ? "nobody that it names" : leaf.issuer()));
        text.more("valid " + day(leaf.notBefore()) + " to " + day(leaf.notAfter()) + remaining(leaf.notAfter()));
    }

    private static String names(CertificateFacts leaf) {
        String some = leaf.dnsNames().stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = leaf.dnsNames().size() - MOST_NAMES;
        return more > 0 ? some + " and " + more + " more" : some;
    }

    /** Clients cannot rely on the leaf for longer than on those above it. */
    private void addChain(ChainReport chain) {
        int count = chain.presented().size();
        Instant first = chain.earliestExpiry();
        boolean anotherFirst = first != null && !first.equals(chain.leaf().notAfter());
        if (count > 1) {
            text.more("chain of " + count
                    + (anotherFirst ? ", of which the first ends on " + day(first) + remaining(first) : ""));
        }
    }

    private void addVerdict(TlsReport tls, ChainReport chain) {
        if (chain.fault() == null) {
            text.more("verified");
            return;
        }
        String failed = tls.checks().entrySet().stream()
                .filter(check -> !check.getValue())
                .map(Map.Entry::getKey)
                .map(ChainReport.CertificateCheck::label)
                .collect(Collectors.joining(", "));
        // What the probe fails with stands at its end.
        text.more("not verified"
                + (chain.fault().equals(failure) ? "" : ": " + chain.fault().detail())
                + (failed.isEmpty() ? "" : " (checks that fail: " + failed + ")"));
    }

    private static String day(@Nullable Instant instant) {
        return instant == null ? "(unreadable)" : instant.toString().substring(0, "2026-11-30".length());
    }

    /** Whole days, or hours where there are few. */
    private String remaining(@Nullable Instant end) {
        if (end == null) {
            return "";
        }
        Duration left = Duration.between(now, end);
        String amount = left.abs().toDays() >= 2
                ? left.abs().toDays() + " days"
                : Figures.count(left.abs().toHours(), "hour");
        return left.isNegative() ? ", expired " + amount + " ago" : ", " + amount + " left";
    }
}
