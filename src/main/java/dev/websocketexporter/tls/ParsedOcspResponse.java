package dev.websocketexporter.tls;

import dev.websocketexporter.probe.report.TlsReport.StapleReport.Status;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an OCSP response (RFC 6960 §4.2.1). Immutable.
 *
 * @param statuses one for each certificate that it is about
 * @param producedAt when it was signed
 * @param signature of the responder
 * @param certificates the first few that came with it; one of them may be the signer's
 * @param hasUnknownCriticalExtension it has a critical extension that the exporter does not know
 */
record ParsedOcspResponse(
        List<SingleStatus> statuses,
        Instant producedAt,
        CertificateSignature signature,
        List<ParsedCertificate> certificates,
        boolean hasUnknownCriticalExtension) {
    /** Further certificates are ignored: each may cost the verification of two signatures. */
    static final int MAX_CERTIFICATES = 4;

    /** RFC 6962 §3.3, in the extensions of a single response. */
    private static final ASN1ObjectIdentifier CT_TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.5");

    /**
     * Reads a response.
     *
     * @throws MalformedResponseException when it cannot be read, or holds no answer
     */
    static ParsedOcspResponse of(byte[] der) throws MalformedResponseException {
        try {
            OCSPResponse response = OCSPResponse.getInstance(der);
            int status = response.getResponseStatus().getIntValue();
            if (status != OCSPResponseStatus.SUCCESSFUL) {
                throw new MalformedResponseException(
                        "the responder answered with the error " + errorName(status) + " (expected: successful)");
            }
            ResponseBytes bytes = response.getResponseBytes();
            if (bytes == null || !bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
                throw new MalformedResponseException("it holds no basic OCSP response");
            }
            return of(ASN1Sequence.getInstance(bytes.getResponse().getOctets()));
        } catch (IOException | ParseException | RuntimeException e) {
            throw new MalformedResponseException("it is no OCSP response: it cannot be read", e);
        }
    }

    private static ParsedOcspResponse of(ASN1Sequence basic) throws IOException, ParseException {
        BasicOCSPResponse response = BasicOCSPResponse.getInstance(basic);
        ResponseData data = response.getTbsResponseData();
        List<SingleStatus> statuses = new ArrayList<>();
        for (Object single : data.getResponses()) {
            statuses.add(SingleStatus.of(single));
        }
        ASN1BitString signature = response.getSignature();
        return new ParsedOcspResponse(
                List.copyOf(statuses),
                Asn1Time.of(data.getProducedAt()),
                new CertificateSignature(
                        // The bytes as they came: encoded again, optional parts that were left out could be added.
                        basic.getObjectAt(0).toASN1Primitive().getEncoded(),
                        response.getSignatureAlgorithm(),
                        response.getSignatureAlgorithm(),
                        signature.getOctets()),
                certificates(response.getCerts()),
                hasUnknownCritical(data.getResponseExtensions()));
    }

    private static List<ParsedCertificate> certificates(@Nullable ASN1Sequence sent) throws IOException {
        List<ParsedCertificate> certificates = new ArrayList<>();
        for (int i = 0; sent != null && i < Math.min(sent.size(), MAX_CERTIFICATES); i++) {
            certificates.add(
                    ParsedCertificate.of(sent.getObjectAt(i).toASN1Primitive().getEncoded()));
        }
        return List.copyOf(certificates);
    }

    /**
     * RFC 6960 §4.4. A nonce may be critical. It is not compared, since the exporter sends none. So may be the timestamps of
     * certificate transparency, which say nothing of the status.
     */
    static boolean hasUnknownCritical(@Nullable Extensions extensions) {
        if (extensions == null) {
            return false;
        }
        for (var kind : extensions.getCriticalExtensionOIDs()) {
            if (!kind.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce) && !kind.equals(CT_TIMESTAMPS)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 6960 §4.2.1. */
    private static String errorName(int status) {
        return switch (status) {
            case 1 -> "malformedRequest";
            case 2 -> "internalError";
            case 3 -> "tryLater";
            case 5 -> "sigRequired";
            case 6 -> "unauthorized";
            default -> String.valueOf(status);
        };
    }

    /** An OCSP response cannot be read; the message is one line. */
    static final class MalformedResponseException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedResponseException(String message, Exception cause) {
            super(message, cause);
        }

        MalformedResponseException(String message) {
            super(message);
        }
    }

    /**
     * What an OCSP response says of one certificate (RFC 6960 §4.2.1, SingleResponse).
     *
     * @param id the certificate that it is about
     * @param thisUpdate from when on it is known to be true
     * @param nextUpdate until when it may be relied on; absent: a newer status is available at any time
     * @param revoked since when and why the certificate is revoked; absent when it is not
     * @param hasUnknownCriticalExtension it has a critical extension that the exporter does not know
     */
    record SingleStatus(
            CertID id,
            Status status,
            Instant thisUpdate,
            @Nullable Instant nextUpdate,
            @Nullable String revoked,
            boolean hasUnknownCriticalExtension) {
        private static final int GOOD = 0;
        private static final int REVOKED = 1;

        static SingleStatus of(Object single) throws ParseException {
            SingleResponse response = SingleResponse.getInstance(single);
            Status status = status(response.getCertStatus());
            return new SingleStatus(
                    response.getCertID(),
                    status,
                    Asn1Time.of(response.getThisUpdate()),
                    response.getNextUpdate() == null ? null : Asn1Time.of(response.getNextUpdate()),
                    status == Status.REVOKED
                            ? revoked(RevokedInfo.getInstance(
                                    response.getCertStatus().getStatus()))
                            : null,
                    ParsedOcspResponse.hasUnknownCritical(response.getSingleExtensions()));
        }

        private static Status status(CertStatus status) {
            return switch (status.getTagNo()) {
                case GOOD -> Status.GOOD;
                case REVOKED -> Status.REVOKED;
                default -> Status.UNKNOWN;
            };
        }

        private static String revoked(RevokedInfo info) throws ParseException {
            CRLReason reason = info.getRevocationReason();
            String when = "revoked " + Asn1Time.of(info.getRevocationTime());
            // Bouncy Castle writes "CRLReason: keyCompromise".
            return reason == null ? when : when + " (" + reason.toString().replace("CRLReason: ", "") + ")";
        }

        /** Whether serial number and name of the issuer are those of the leaf. */
        boolean names(ParsedCertificate leaf) {
            return id.getSerialNumber().getValue().equals(leaf.serialNumber)
                    && isDigest(id.getIssuerNameHash().getOctets(), encodedIssuer(leaf));
        }

        /** Whether this is the key of the issuer. */
        boolean namesKeyOf(ParsedCertificate issuer) {
            byte[] key = issuer.publicKey.getPublicKeyData().getOctets();
            return isDigest(id.getIssuerKeyHash().getOctets(), key);
        }

        private static byte[] encodedIssuer(ParsedCertificate leaf) {
            try {
                return leaf.issuer.getEncoded("DER");
            } catch (IOException e) {
                throw new IllegalStateException("a name that was read cannot be written", e);
            }
        }

        /** With an unknown algorithm nothing matches, not even an empty digest. */
        private boolean isDigest(byte[] digest, byte[] bytes) {
            try {
                return Arrays.equals(
                        digest,
                        MessageDigest.getInstance(
                                        id.getHashAlgorithm().getAlgorithm().getId())
                                .digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                return false;
            }
        }
    }
}
