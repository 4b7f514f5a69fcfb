package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Printable;
import org.jspecify.annotations.Nullable;

/** Causes in the TLS handshake and in the certificate. */
final class TlsCauses {
    private TlsCauses() {}

    /** The base breaks in the handshake, and with TLS 1.2 alone it does not. */
    static @Nullable LikelyCause ofVersion(Diagnosis diagnosis) {
        return brokeInTheHandshake(diagnosis) && diagnosis.isFurtherWith(Change.TLS_1_2_ONLY)
                ? new LikelyCause(
                        Kind.TLS_1_3_INTOLERANCE,
                        "Something on the way does not tolerate a ClientHello that offers TLS 1.3: with it the"
                                + " handshake " + Words.verb(diagnosis.base()) + ", with TLS 1.2 only the probe "
                                + Words.verb(diagnosis.known(Change.TLS_1_2_ONLY))
                                + "; update the server or the middlebox, or set max_version: TLS12 in tls_config")
                : null;
    }

    /**
     * The base breaks in the handshake, and without SNI it does not; or it is led elsewhere. That nothing is verified without
     * SNI has no part in it: the certificate of the base was right, or did not come.
     */
    static @Nullable LikelyCause ofServerName(Diagnosis diagnosis) {
        boolean inTheHandshake = brokeInTheHandshake(diagnosis) && diagnosis.isFurtherWith(Change.NO_SERVER_NAME);
        boolean elsewhere = !Failures.isAboutTheCertificate(diagnosis.base().failure())
                && diagnosis.isMendedBy(Change.NO_SERVER_NAME);
        if (!inTheHandshake && !elsewhere) {
            return null;
        }
        ProbeResult without = diagnosis.known(Change.NO_SERVER_NAME);
        CertificateFacts leaf = Difference.leaf(without);
        return new LikelyCause(
                Kind.SERVER_NAME_REFUSED,
                "The server has no virtual host for the server name " + RouteVariations.serverName(diagnosis.request())
                        + ": with that SNI the probe " + Words.verb(diagnosis.base()) + ", without SNI "
                        + (without.successful() ? "it succeeds" : "the handshake completes")
                        + (leaf == null ? "" : ", with the certificate " + Words.certificate(leaf)));
    }

    private static boolean brokeInTheHandshake(Diagnosis diagnosis) {
        Failure failure = diagnosis.base().failure();
        return failure != null && failure.phase() == Phase.TLS && !Failures.isAboutTheCertificate(failure);
    }

    /** The certificate is all that is wrong with the handshake. */
    static @Nullable LikelyCause ofCertificate(Diagnosis diagnosis) {
        Failure failure = diagnosis.base().failure();
        ChainReport chain =
                diagnosis.base().tls() == null ? null : diagnosis.base().tls().chain();
        if (failure == null || chain == null || !Failures.isAboutTheCertificate(failure)) {
            return null;
        }
        ProbeResult without = diagnosis.with(Change.NO_VERIFICATION);
        String otherwise = without == null ? "" : "; without verification the probe " + Words.verb(without);
        return switch (failure.reason()) {
            case UNKNOWN_AUTHORITY -> ofAuthority(failure, chain, otherwise);
            case HOSTNAME_MISMATCH -> ofName(diagnosis, chain.leaf(), otherwise);
            default ->
                new LikelyCause(
                        Kind.CERTIFICATE,
                        "The certificate is not valid (" + failure.reason().label() + "): " + failure.detail()
                                + otherwise);
        };
    }

    /** Only of the leaf's own issuer it is likely that it should have been sent: who issued more is mostly a root. */
    private static LikelyCause ofAuthority(Failure failure, ChainReport chain, String otherwise) {
        CertificateFacts leaf = chain.leaf();
        boolean issuerIsSent =
                chain.presented().stream().anyMatch(sent -> sent.subject().equals(leaf.issuer()));
        if (issuerIsSent) {
            return new LikelyCause(
                    Kind.UNTRUSTED_AUTHORITY,
                    "The chain of the server leads to no trusted root: " + failure.detail()
                            + "; name its root in ca_file if it is one of your own, or have the server send what is missing"
                            + otherwise);
        }
        String place = leaf.issuerUrls().isEmpty()
                ? ""
                : " (to be had at " + Printable.excerpt(leaf.issuerUrls().get(0)) + ")";
        return new LikelyCause(
                Kind.MISSING_INTERMEDIATE,
                "The server does not send the certificate of " + Printable.excerpt(leaf.issuer()) + place
                        + ", which issued its own, " + Printable.excerpt(leaf.subject())
                        + ": browsers hide that, since they fetch or remember what is missing, and other clients fail; have"
                        + " the server send it, or name it in ca_file if it is a root of your own" + otherwise);
    }

    private static LikelyCause ofName(Diagnosis diagnosis, CertificateFacts leaf, String otherwise) {
        String name = RouteVariations.serverName(diagnosis.request());
        String wrong = "The certificate is for another name than " + name + ": " + Words.certificate(leaf);
        ProbeResult without = diagnosis.with(Change.NO_SERVER_NAME);
        CertificateFacts other = without == null ? null : Difference.leaf(without);
        if (without == null || other == null) {
            return new LikelyCause(Kind.CERTIFICATE, wrong + otherwise);
        }
        return Difference.isOtherCertificate(diagnosis.base(), without)
                ? new LikelyCause(
                        Kind.WRONG_VIRTUAL_HOST,
                        wrong + " came with that SNI, and without SNI it is another, " + Words.certificate(other)
                                + ": the server chooses by SNI, and its virtual host for this name has a wrong certificate"
                                + ", or the name is wrong" + otherwise)
                : new LikelyCause(
                        Kind.WRONG_VIRTUAL_HOST,
                        wrong
                                + " came with that SNI, and the same without SNI: it is the server's default, which has no virtual host for"
                                + " this name, or the name leads to a wrong server" + otherwise);
    }
}
