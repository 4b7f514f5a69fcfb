package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport.Status;
import dev.websocketexporter.tls.ParsedOcspResponse.MalformedStapleException;
import dev.websocketexporter.tls.ParsedOcspResponse.StapledStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stapled OCSP response (RFC 6960 §3.2): is it about this leaf, may its signer say so, and may it be relied on
 * now.
 */
final class OcspVerifier {
    /** Of that many certificates with the name of the leaf's issuer it is tried whether they are. */
    private static final int MAX_ISSUERS = 8;

    private final ParsedCertificate leaf;
    private final List<ParsedCertificate> issuers;
    private final Instant now;

    /**
     * A judgement and what it hangs on.
     *
     * @param dates by which another judgement may be due
     */
    record Finding(StapleReport report, List<Instant> dates) {
        Finding {
            dates = List.copyOf(dates);
        }
    }

    OcspVerifier(List<ParsedCertificate> presented, TrustAnchors anchors, Instant now) {
        this.leaf = presented.get(0);
        this.issuers = issuers(leaf, presented, anchors);
        this.now = now;
    }

    private static List<ParsedCertificate> issuers(
            ParsedCertificate leaf, List<ParsedCertificate> presented, TrustAnchors anchors) {
        Set<String> seen = new HashSet<>();
        Stream<ParsedCertificate> named = Stream.concat(
                anchors.named(leaf.issuerKey).stream(),
                presented.stream()
                        .limit(PathSearch.MAX_PRESENTED)
                        .filter(certificate -> certificate.subjectKey.equals(leaf.issuerKey)));
        return named.filter(certificate -> seen.add(certificate.publicKeyHex))
                .limit(MAX_ISSUERS)
                .filter(certificate -> leaf.signature.isMadeWith(certificate.publicKey))
                .toList();
    }

    Finding examine(byte[] response) {
        ParsedOcspResponse staple;
        try {
            staple = ParsedOcspResponse.of(response);
        } catch (MalformedStapleException e) {
            return new Finding(StapleReport.unreadable(String.valueOf(e.getMessage())), List.of());
        }
        List<StapledStatus> named = staple.statuses().stream()
                .filter(status -> status.names(leaf))
                .filter(status -> issuers.isEmpty() || issuers.stream().anyMatch(status::namesKeyOf))
                .toList();
        if (named.isEmpty()) {
            return new Finding(StapleReport.unreadable("it is about another certificate" + expectedLeaf()), List.of());
        }
        return examine(staple, worst(named));
    }

    /** Of two answers about one certificate the better one must not hide the worse. */
    private static StapledStatus worst(List<StapledStatus> named) {
        return named.stream()
                .filter(status -> status.status() == Status.REVOKED)
                .findFirst()
                .orElse(named.get(0));
    }

    private String expectedLeaf() {
        return " (expected: serial " + leaf.serialNumber.getValue().toString(16) + " of " + leaf.shortIssuer() + ")";
    }

    private Finding examine(ParsedOcspResponse staple, StapledStatus status) {
        OcspResponseSigner signer = OcspResponseSigner.of(
                staple, issuers.stream().filter(status::namesKeyOf).toList());
        List<Instant> dates = new ArrayList<>(List.of(staple.producedAt(), status.thisUpdate()));
        if (status.nextUpdate() != null) {
            dates.add(status.nextUpdate());
        }
        if (signer.delegate() != null) {
            dates.add(signer.delegate().notBefore);
            dates.add(signer.delegate().notAfter);
        }
        String unauthorised = unauthorised(staple, status, signer);
        String flaw = unauthorised == null ? untimely(staple, status, signer.delegate()) : unauthorised;
        boolean revoked = status.status() == Status.REVOKED && unauthorised == null;
        return new Finding(
                new StapleReport(
                        status.status(), status.nextUpdate(), flaw, revoked ? revocation(staple, status) : null),
                dates);
    }

    /** Why nobody who may has said so; null: somebody has. */
    private @Nullable String unauthorised(ParsedOcspResponse staple, StapledStatus status, OcspResponseSigner signer) {
        if (issuers.isEmpty()) {
            return "it cannot be verified without " + leaf.shortIssuer() + ", which is neither presented nor trusted";
        }
        if (staple.hasUnknownCriticalExtension() || status.hasUnknownCriticalExtension()) {
            return "it has a critical extension that is not known here";
        }
        return signer.flaw();
    }

    private @Nullable String untimely(
            ParsedOcspResponse staple, StapledStatus status, @Nullable ParsedCertificate delegate) {
        if (now.isBefore(status.thisUpdate()) || now.isBefore(staple.producedAt())) {
            return "it is of the future: this update " + status.thisUpdate() + ", produced " + staple.producedAt();
        }
        if (status.nextUpdate() != null && now.isAfter(status.nextUpdate())) {
            return "it is stale since " + status.nextUpdate();
        }
        if (delegate != null && now.isAfter(delegate.notAfter)) {
            return "its signer " + delegate.shortSubject() + " expired " + delegate.notAfter;
        }
        if (delegate != null && now.isBefore(delegate.notBefore)) {
            return "its signer " + delegate.shortSubject() + " is not valid before " + delegate.notBefore;
        }
        return null;
    }

    private Failure revocation(ParsedOcspResponse staple, StapledStatus status) {
        return new Failure(
                Phase.TLS,
                Reason.CERTIFICATE_REVOKED,
                PathMember.presented(0, leaf) + " was " + status.revoked() + ", says the stapled OCSP response of "
                        + staple.producedAt() + " (expected: good)");
    }
}
