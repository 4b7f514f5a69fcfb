package dev.websocketexporter.render;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the TLS handshake showed, as metrics; the same whether or not the certificate was accepted. */
final class TlsSamples {
    private TlsSamples() {}

    static void add(ProbeSamples samples, @Nullable TlsReport tls) {
        if (tls == null) {
            return;
        }
        ChainReport chain = tls.chain();
        if (chain != null) {
            addChain(samples, chain);
        }
        addNegotiated(samples, tls);
        if (chain != null) {
            addJudgement(samples, chain, tls);
        }
    }

    private static void addChain(ProbeSamples samples, ChainReport chain) {
        Instant earliest = chain.earliestExpiry();
        if (earliest != null) {
            samples.setTimestamp(ProbeMetric.EARLIEST_CERT_EXPIRY, earliest);
        }
        if (chain.verifiedChainExpiry() != null) {
            samples.setTimestamp(ProbeMetric.LAST_CHAIN_EXPIRY, chain.verifiedChainExpiry());
        }
        CertificateFacts leaf = chain.leaf();
        samples.set(
                ProbeMetric.LAST_CHAIN_INFO,
                1,
                leaf.fingerprintSha256(),
                leaf.subject(),
                leaf.issuer(),
                String.join(",", leaf.dnsNames()),
                leaf.serialNumber());
        addDates(samples, ProbeMetric.CERT_NOT_AFTER, chain.presented(), CertificateFacts::notAfter);
        addDates(samples, ProbeMetric.CERT_NOT_BEFORE, chain.presented(), CertificateFacts::notBefore);
    }

    /** The position distinguishes certificates that are the same otherwise. A date that cannot be read is absent. */
    private static void addDates(
            ProbeSamples samples,
            ProbeMetric metric,
            List<CertificateFacts> presented,
            Function<CertificateFacts, @Nullable Instant> date) {
        for (int position = 0; position < presented.size(); position++) {
            CertificateFacts certificate = presented.get(position);
            Instant instant = date.apply(certificate);
            if (instant != null) {
                samples.setTimestamp(
                        metric,
                        instant,
                        String.valueOf(position),
                        certificate.subjectCommonName(),
                        certificate.issuerCommonName());
            }
        }
    }

    private static void addNegotiated(ProbeSamples samples, TlsReport tls) {
        TlsVersion version = tls.version();
        if (version != null) {
            samples.set(ProbeMetric.TLS_VERSION_INFO, 1, version.label());
        }
        String cipher = tls.cipher();
        if (cipher != null) {
            samples.set(ProbeMetric.TLS_CIPHER_INFO, 1, cipher);
        }
        String protocol = tls.alpn();
        if (protocol != null) {
            samples.set(ProbeMetric.TLS_ALPN_INFO, 1, protocol);
        }
    }

    private static void addJudgement(ProbeSamples samples, ChainReport chain, TlsReport tls) {
        if (chain.judged()) {
            samples.setFlag(ProbeMetric.SSL_VERIFIED, chain.verified());
        }
        tls.checks()
                .forEach((check, passed) -> samples.set(ProbeMetric.SSL_CHECK_PASSED, passed ? 1 : 0, check.label()));
        addStaple(samples, tls.staple());
        addCrl(samples, tls.crl());
    }

    private static void addStaple(ProbeSamples samples, @Nullable StapleReport staple) {
        samples.setFlag(ProbeMetric.OCSP_STAPLED, staple != null);
        if (staple == null) {
            return;
        }
        StapleReport.Status status = staple.status();
        if (status != null) {
            samples.set(ProbeMetric.OCSP_STATUS, 1, status.label());
        }
        if (staple.nextUpdate() != null) {
            samples.setTimestamp(ProbeMetric.OCSP_NEXT_UPDATE, staple.nextUpdate());
        }
    }

    private static void addCrl(ProbeSamples samples, @Nullable CrlReport crl) {
        if (crl == null) {
            return;
        }
        if (crl.known()) {
            samples.setFlag(ProbeMetric.CRL_REVOKED, crl.revocation() != null);
        }
        if (crl.nextUpdate() != null) {
            samples.setTimestamp(ProbeMetric.CRL_NEXT_UPDATE, crl.nextUpdate());
        }
    }
}
