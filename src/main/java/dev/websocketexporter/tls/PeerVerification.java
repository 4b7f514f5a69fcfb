package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.tls.CertificatePath.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying what a peer presented.
 *
 * @param chain the certificates and their judgement
 * @param staple the OCSP response and its judgement; absent when there was none
 * @param examinedAt the time that the dates were judged by
 * @param nextDate the first date from then on after which the judgement may change: the same input gives the same
 *     report until right before it
 * @param crls where the leaf's issuer says which of its certificates are revoked; absent when the chain is not verified, or
 *     the leaf is trusted by itself
 */
public record PeerVerification(
        ChainReport chain,
        @Nullable StapleReport staple,
        Instant examinedAt,
        Instant nextDate,
        @Nullable CrlSource crls) {
    /** How long a verification that met its limit of CPU time is kept. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final long BYTES = 300;
    private static final long BYTES_OF_CERTIFICATE = 150;
    private static final long BYTES_OF_TEXT = 50;

    /**
     * Examines the certificates and, if there is one, the staple. Takes milliseconds: signatures are verified. The same
     * input gives the same report, on any thread.
     *
     * @param name the name or address that was asked for, in its ASCII form and without brackets
     * @param now the time that the dates are judged by
     * @param budget that it must keep
     * @throws IllegalArgumentException with one line, when a certificate has no encoding
     * @throws CancellationException when nobody waits for the outcome any more
     */
    public static PeerVerification of(
            PeerCertificates presented, String name, TrustAnchors anchors, Instant now, VerificationBudget budget) {
        List<ParsedCertificate> certificates =
                presented.certificates().stream().map(ParsedCertificate::of).toList();
        PathSearch.Found found = PathSearch.paths(certificates, anchors, budget);
        List<Instant> dates = new ArrayList<>(dates(found.paths()));
        byte[] response = presented.stapleBytes();
        OcspVerifier.Finding staple =
                response == null ? null : new OcspVerifier(certificates, anchors, now, budget).examine(response);
        if (staple != null) {
            dates.addAll(staple.dates());
        }
        ChainReport chain = PeerVerifier.judge(certificates, found, name, anchors, now, budget);
        if (budget.wasExceeded()) {
            // The next try may get further; but not every probe that asks for the same is to pay for it.
            dates.add(now.plus(PAUSE));
        }
        return new PeerVerification(
                chain,
                staple == null ? null : staple.report(),
                now,
                dates.stream()
                        .filter(date -> !date.isBefore(now))
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MAX),
                chain.verified() ? CrlSource.of(found.paths()) : null);
    }

    private static List<Instant> dates(List<CertificatePath> paths) {
        return paths.stream()
                .flatMap(path -> path.members().stream())
                .map(Member::certificate)
                .flatMap(certificate -> Stream.of(certificate.notBefore, certificate.notAfter))
                .filter(Objects::nonNull)
                // The last second of a certificate lasts until its end.
                .flatMap(date -> Stream.of(date, date.plusSeconds(1)))
                .toList();
    }

    /**
     * The gravest fault of the peer's certificate: a revocation comes after faults of dates, trust and name, and before the
     * others. Absent when there is none.
     */
    public @Nullable Failure fault() {
        Failure ofChain = chain.fault();
        Failure revocation = staple == null ? null : staple.revocation();
        boolean graver = ofChain != null && ofChain.reason() != Reason.CERTIFICATE_INVALID;
        return graver || revocation == null ? ofChain : revocation;
    }

    /** The same, where the exporter itself had no anchors to judge with: whether the chain is trusted is not known. */
    public PeerVerification withoutTrust(Failure why) {
        return new PeerVerification(chain.withoutTrust(why), staple, examinedAt, nextDate, null);
    }

    /** The same, where the TLS engine found what the leaf's parts do not show: that its encoding is malformed. */
    public PeerVerification withMalformedLeaf(String how) {
        if (chain.fault() != null) {
            return this;
        }
        Failure malformed = new Failure(Phase.TLS, Reason.CERTIFICATE_INVALID, "leaf: malformed: " + how);
        ChainReport refused = new ChainReport(chain.presented(), null, chain.checks(), malformed);
        return new PeerVerification(refused, staple, examinedAt, nextDate, null);
    }

    /** About how many bytes of memory it takes: the texts, whose length the peer chooses, and a constant for the rest. */
    public long approximateBytes() {
        Failure fault = chain.fault();
        return BYTES
                + (fault == null ? 0 : approximateBytes(fault.detail()))
                + (crls == null ? 0 : crls.approximateBytes())
                + chain.presented().stream()
                        .mapToLong(PeerVerification::approximateBytes)
                        .sum();
    }

    private static long approximateBytes(CertificateFacts certificate) {
        long names = Stream.concat(certificate.dnsNames().stream(), certificate.issuerUrls().stream())
                .mapToLong(PeerVerification::approximateBytes)
                .sum();
        return BYTES_OF_CERTIFICATE
                + names
                + approximateBytes(certificate.subject())
                + approximateBytes(certificate.issuer())
                + approximateBytes(certificate.subjectCommonName())
                + approximateBytes(certificate.issuerCommonName())
                + approximateBytes(certificate.serialNumber());
    }

    /** As Java keeps it: a single character beyond Latin-1 makes all of them take two bytes. */
    private static long approximateBytes(String text) {
        boolean wide = text.chars().anyMatch(c -> c > 0xff);
        return BYTES_OF_TEXT + text.length() * (wide ? 2L : 1L);
    }

    /**
     * Whether the same input gives the same report at that time. A report of invalid dates names the time in its text, so it
     * holds at its own time only.
     */
    public boolean holdsAt(Instant now) {
        return chain.checks().getOrDefault(CertificateCheck.VALIDITY, false)
                ? !now.isBefore(examinedAt) && now.isBefore(nextDate)
                : now.equals(examinedAt);
    }
}
