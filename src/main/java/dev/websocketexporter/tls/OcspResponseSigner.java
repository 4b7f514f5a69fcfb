package dev.websocketexporter.tls;

import dev.websocketexporter.tls.CertificateExtensions.MalformedExtensionException;
import java.util.List;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * Who signed an OCSP response (RFC 6960 §4.2.2.2): the issuer of the certificate, or a delegate
 * that the issuer authorised.
 *
 * @param delegate the certificate of the delegate; absent when the issuer signed, or no authorised signer
 * @param flaw why no authorised signer has signed, in one line; absent when one has
 */
record OcspResponseSigner(
        @Nullable ParsedCertificate delegate, @Nullable String flaw) {
    /** Finds the signer among the issuers of the leaf and the delegates in the response. */
    static OcspResponseSigner of(
            ParsedOcspResponse response, List<ParsedCertificate> issuers, VerificationBudget budget) {
        if (response.signature().isWeak()) {
            return new OcspResponseSigner(
                    null,
                    "it is signed with " + response.signature().algorithmName() + " (expected: SHA-256 or better)");
        }
        if (issuers.stream()
                .anyMatch(issuer -> !budget.isSpent() && response.signature().isMadeWith(issuer.publicKey))) {
            return new OcspResponseSigner(null, null);
        }
        for (ParsedCertificate certificate : response.certificates()) {
            if (!budget.isSpent() && response.signature().isMadeWith(certificate.publicKey)) {
                return ofDelegate(certificate, issuers);
            }
        }
        if (budget.wasExceeded()) {
            return new OcspResponseSigner(
                    null, "its signature was not verified within the limit of " + VerificationBudget.limit());
        }
        return new OcspResponseSigner(
                null, "its signature is not one of the certificate's issuer, nor of a certificate in it");
    }

    private static OcspResponseSigner ofDelegate(ParsedCertificate certificate, List<ParsedCertificate> issuers) {
        if (!certificate.flaws.isEmpty()) {
            return new OcspResponseSigner(null, "its signer's certificate is malformed: " + certificate.flaws.get(0));
        }
        String weakKey = certificate.strength().weakness();
        if (weakKey != null) {
            return new OcspResponseSigner(null, "its signer " + certificate.shortSubject() + " " + weakKey);
        }
        boolean issued = issuers.stream()
                .anyMatch(issuer -> issuer.subjectKey.equals(certificate.issuerKey)
                        && certificate.signature.isMadeWith(issuer.publicKey));
        if (!issued) {
            return new OcspResponseSigner(
                    null,
                    "its signer " + certificate.shortSubject() + " was not certified by the certificate's issuer");
        }
        if (certificate.signature.isWeak()) {
            return new OcspResponseSigner(
                    null,
                    "its signer " + certificate.shortSubject() + " was certified with "
                            + certificate.signature.algorithmName() + " (expected: SHA-256 or better)");
        }
        return maySign(certificate)
                ? new OcspResponseSigner(certificate, null)
                : new OcspResponseSigner(
                        null,
                        "its signer " + certificate.shortSubject()
                                + " may not sign OCSP responses (expected: extended key usage OCSPSigning)");
    }

    private static boolean maySign(ParsedCertificate certificate) {
        try {
            ExtendedKeyUsage usage = certificate.extensions.extendedKeyUsage();
            return usage != null && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
        } catch (MalformedExtensionException e) {
            // What cannot be read allows nothing.
            return false;
        }
    }
}
