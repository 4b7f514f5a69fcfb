package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport.Status;
import dev.websocketexporter.tls.CertificatePath.Member;
import dev.websocketexporter.tls.ParsedOcspResponse.MalformedResponseException;
import dev.websocketexporter.tls.ParsedOcspResponse.SingleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stapled OCSP response (RFC 6960 §3.2): whether it is about this leaf, whether its signer is authorised, and
 * whether it is current.
 */
final class OcspVerifier {
    /** At most so many certificates with the name of the leaf's issuer are tried. */
    private static final int MAX_ISSUERS = 8;

    /** Without a date for the next one, newer ones are there at any time (RFC 6960 §4.2.2.1); browsers accept a week. */
    private static final Duration MAX_AGE_WITHOUT_NEXT = Duration.ofDays(7);

    private static final List<Status> GRAVEST_LAST = List.of(Status.GOOD, Status.UNKNOWN, Status.REVOKED);

    private final ParsedCertificate leaf;
    private final VerificationBudget budget;
    /** Not all that was presented is looked at. */
    private final boolean cut;

    private final List<ParsedCertificate> issuers;
    private final Instant now;

    /**
     * A judgement and the dates that it depends on.
     *
     * @param dates by which another judgement may be due
     */
    record Finding(StapleReport report, List<Instant> dates) {
        Finding {
            dates = List.copyOf(dates);
        }
    }

    OcspVerifier(List<ParsedCertificate> presented, TrustAnchors anchors, Instant now, VerificationBudget budget) {
        this.leaf = presented.get(0);
        this.budget = budget;
        this.cut = presented.size() > PathSearch.MAX_PRESENTED;
        this.issuers = issuers(presented, anchors);
        this.now = now;
    }

    private List<ParsedCertificate> issuers(List<ParsedCertificate> presented, TrustAnchors anchors) {
        Set<String> seen = new HashSet<>();
        Stream<ParsedCertificate> named = Stream.concat(
                anchors.named(leaf.issuerKey).stream(),
                presented.stream()
                        .limit(PathSearch.MAX_PRESENTED)
                        .filter(certificate -> certificate.subjectKey.equals(leaf.issuerKey)));
        return named.filter(certificate -> seen.add(certificate.publicKeyHex))
                .limit(MAX_ISSUERS)
                .filter(certificate -> !budget.isSpent() && leaf.signature.isMadeWith(certificate.publicKey))
                .toList();
    }

    Finding examine(byte[] der) {
        ParsedOcspResponse response;
        try {
            response = ParsedOcspResponse.of(der);
        } catch (MalformedResponseException e) {
            return new Finding(StapleReport.unreadable(String.valueOf(e.getMessage())), List.of());
        }
        List<SingleStatus> named = response.statuses().stream()
                .filter(status -> status.names(leaf))
                .filter(status -> issuers.isEmpty() || issuers.stream().anyMatch(status::namesKeyOf))
                .toList();
        if (named.isEmpty()) {
            return new Finding(StapleReport.unreadable("it is about another certificate" + expectedLeaf()), List.of());
        }
        return examine(response, worst(named), contradiction(named));
    }

    /** Of several answers about one certificate the better one must not hide the worse, nor an older one the newest. */
    private static SingleStatus worst(List<SingleStatus> named) {
        return Collections.max(
                named,
                Comparator.comparing((SingleStatus status) -> GRAVEST_LAST.indexOf(status.status()))
                        .thenComparing(SingleStatus::thisUpdate));
    }

    /** Which of them is true, a responder that says both does not tell. */
    private static @Nullable String contradiction(List<SingleStatus> named) {
        List<String> said = named.stream()
                .map(SingleStatus::status)
                .distinct()
                .map(Status::label)
                .toList();
        return said.size() == 1
                ? null
                : "it contradicts itself: it says of this certificate " + String.join(" and ", said)
                        + " (expected: one status)";
    }

    private String expectedLeaf() {
        return " (expected: serial " + leaf.serialNumber.toString(16) + " of " + leaf.shortIssuer() + ")";
    }

    private Finding examine(ParsedOcspResponse response, SingleStatus status, @Nullable String contradiction) {
        OcspResponseSigner signer = OcspResponseSigner.of(
                response, issuers.stream().filter(status::namesKeyOf).toList(), budget);
        List<Instant> dates = new ArrayList<>(List.of(response.producedAt(), status.thisUpdate()));
        dates.add(status.nextUpdate() == null ? status.thisUpdate().plus(MAX_AGE_WITHOUT_NEXT) : status.nextUpdate());
        if (signer.delegate() != null) {
            // One with dates that cannot be read has signed nothing.
            dates.add(Objects.requireNonNull(signer.delegate().notBefore));
            dates.add(Objects.requireNonNull(signer.delegate().notAfter));
        }
        String unauthorised = unauthorised(response, status, signer);
        String inTime = contradiction == null ? untimely(response, status, signer.delegate()) : contradiction;
        String flaw = unauthorised == null ? inTime : unauthorised;
        boolean revoked = status.status() == Status.REVOKED && unauthorised == null;
        return new Finding(
                new StapleReport(
                        status.status(), status.nextUpdate(), flaw, revoked ? revocation(response, status) : null),
                dates);
    }

    /** Why no authorised signer has signed the response; null when one has. */
    private @Nullable String unauthorised(ParsedOcspResponse response, SingleStatus status, OcspResponseSigner signer) {
        if (issuers.isEmpty()) {
            return "it cannot be verified without " + leaf.shortIssuer() + ", which is neither "
                    + (cut ? "among the first " + PathSearch.MAX_PRESENTED + " certificates " : "")
                    + "presented nor trusted";
        }
        if (response.hasUnknownCriticalExtension() || status.hasUnknownCriticalExtension()) {
            return "it has a critical extension that is not known here";
        }
        return signer.flaw();
    }

    private @Nullable String untimely(
            ParsedOcspResponse response, SingleStatus status, @Nullable ParsedCertificate delegate) {
        if (now.isBefore(status.thisUpdate()) || now.isBefore(response.producedAt())) {
            return "it is of the future: this update " + status.thisUpdate() + ", produced " + response.producedAt();
        }
        if (status.nextUpdate() != null && now.isAfter(status.nextUpdate())) {
            return "it is stale since " + status.nextUpdate();
        }
        if (status.nextUpdate() == null && now.isAfter(status.thisUpdate().plus(MAX_AGE_WITHOUT_NEXT))) {
            return "it names no next update, and this one is of " + status.thisUpdate() + " (expected: at most "
                    + MAX_AGE_WITHOUT_NEXT.toDays() + " days old)";
        }
        if (isOutsideOfTheLeafsTime(response.producedAt())) {
            return "it was produced " + response.producedAt() + ", when the certificate was not valid (expected: from "
                    + leaf.notBefore + " to " + leaf.notAfter + ")";
        }
        if (delegate != null && delegate.notAfter != null && now.isAfter(delegate.notAfter)) {
            return "its signer " + delegate.shortSubject() + " expired " + delegate.notAfter;
        }
        if (delegate != null && delegate.notBefore != null && now.isBefore(delegate.notBefore)) {
            return "its signer " + delegate.shortSubject() + " is not valid before " + delegate.notBefore;
        }
        return null;
    }

    private boolean isOutsideOfTheLeafsTime(Instant producedAt) {
        return leaf.notBefore != null
                && leaf.notAfter != null
                && (producedAt.isBefore(leaf.notBefore) || producedAt.isAfter(leaf.notAfter));
    }

    private Failure revocation(ParsedOcspResponse response, SingleStatus status) {
        return new Failure(
                Phase.TLS,
                Reason.CERTIFICATE_REVOKED,
                Member.presented(0, leaf) + " was " + status.revoked() + ", says the stapled OCSP response of "
                        + response.producedAt() + " (expected: good)");
    }
}
