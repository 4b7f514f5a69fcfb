package dev.websocketexporter.tls.suites;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.PeerCertificates;
import dev.websocketexporter.tls.PeerVerification;
import dev.websocketexporter.tls.RawCertificate;
import dev.websocketexporter.tls.TrustAnchors;
import dev.websocketexporter.tls.VerificationBudget;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Certificates in DER as a probe has them after a handshake, judged by the code that a probe calls: the anchors are read as a
 * {@code ca_file} is.
 *
 * @param presented the leaf first
 * @param name absent: the suite asks for no name, so that a name that does not match is no fault
 * @param staple an OCSP response; absent: there is none
 */
record PresentedChain(
        List<byte[]> presented,
        List<byte[]> anchors,
        @Nullable String name,
        Instant now,
        byte @Nullable [] staple) implements Supplier<Verdict> {
    @Override
    public Verdict get() {
        PeerVerification verification = verification();
        Verdict verdict = Verdict.of(verification.fault());
        if (name != null || verdict.reason() != Reason.HOSTNAME_MISMATCH) {
            return verdict;
        }
        return verification.chain().verifiedChainExpiry() != null
                ? Verdict.ACCEPTED
                : Verdict.refused(Reason.CERTIFICATE_INVALID, "a fault behind that of the name");
    }

    PeerVerification verification() {
        List<X509Certificate> certificates =
                presented.stream().<X509Certificate>map(RawCertificate::new).toList();
        PeerCertificates peer = new PeerCertificates(certificates, staple == null ? null : ByteBuffer.wrap(staple));
        return PeerVerification.of(
                peer, name == null ? "a.example" : name, trusted(), now, VerificationBudget.begin(() -> false));
    }

    private TrustAnchors trusted() {
        if (anchors.isEmpty()) {
            return TrustAnchors.none();
        }
        try {
            return TrustAnchors.parse(anchors.stream().map(PresentedChain::pem).collect(Collectors.joining()), "suite");
        } catch (CertificateException noneCanBeUsed) {
            return TrustAnchors.none();
        }
    }

    static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
