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
 * An OCSP response taken apart (RFC 6960 §4.2.1). Immutable.
 *
 * @param statuses what it says of each certificate that it is about
 * @param producedAt when it was signed
 * @param signature of the responder
 * @param certificates that came with it: the first few, which may help to verify the signature
 * @param hasUnknownCriticalExtension it asks to be understood in a way that is not known here
 */
record ParsedOcspResponse(
        List<StapledStatus> statuses,
        Instant producedAt,
        CertificateSignature signature,
        List<ParsedCertificate> certificates,
        boolean hasUnknownCriticalExtension) {
    /** Behind this many certificates the rest is not looked at: each may cost the verification of two signatures. */
    static final int MAX_CERTIFICATES = 4;

    /**
     * Reads a response.
     *
     * @throws MalformedStapleException when it is none, or one without an answer
     */
    static ParsedOcspResponse of(byte[] der) throws MalformedStapleException {
        try {
            OCSPResponse response = OCSPResponse.getInstance(der);
            int status = response.getResponseStatus().getIntValue();
            if (status != OCSPResponseStatus.SUCCESSFUL) {
                throw new MalformedStapleException(
                        "the responder answered with the error " + errorName(status) + " (expected: successful)");
            }
            ResponseBytes bytes = response.getResponseBytes();
            if (bytes == null || !bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
                throw new MalformedStapleException("it holds no basic OCSP response");
            }
            return of(ASN1Sequence.getInstance(bytes.getResponse().getOctets()));
        } catch (IOException | ParseException | RuntimeException e) {
            throw new MalformedStapleException("it is no OCSP response: " + OneLine.of(e));
        }
    }

    private static ParsedOcspResponse of(ASN1Sequence basic) throws IOException, ParseException {
        BasicOCSPResponse response = BasicOCSPResponse.getInstance(basic);
        ResponseData data = response.getTbsResponseData();
        List<StapledStatus> statuses = new ArrayList<>();
        for (Object single : data.getResponses()) {
            statuses.add(StapledStatus.of(single));
        }
        ASN1BitString signature = response.getSignature();
        return new ParsedOcspResponse(
                List.copyOf(statuses),
                Asn1Time.of(data.getProducedAt()),
                new CertificateSignature(
                        // As it came: written anew, what was left out could come back.
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

    /** RFC 6960 §4.4. A nonce may be critical; a staple cannot repeat one of ours, as we sent none. */
    static boolean hasUnknownCritical(@Nullable Extensions extensions) {
        if (extensions == null) {
            return false;
        }
        for (var kind : extensions.getCriticalExtensionOIDs()) {
            if (!kind.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)) {
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

    /** A stapled OCSP response that cannot be read, in one line. */
    static final class MalformedStapleException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedStapleException(String message) {
            super(message);
        }
    }

    /**
     * What an OCSP response says of one certificate (RFC 6960 §4.2.1, SingleResponse).
     *
     * @param id whom it is about
     * @param thisUpdate from when on it is known to be true
     * @param nextUpdate until when it may be relied on; absent: newer word can be had at any time
     * @param revoked since when and why the certificate is revoked; absent when it is not
     * @param hasUnknownCriticalExtension it asks to be understood in a way that is not known here
     */
    record StapledStatus(
            CertID id,
            Status status,
            Instant thisUpdate,
            @Nullable Instant nextUpdate,
            @Nullable String revoked,
            boolean hasUnknownCriticalExtension) {
        private static final int GOOD = 0;
        private static final int REVOKED = 1;

        static StapledStatus of(Object single) throws ParseException {
            SingleResponse response = SingleResponse.getInstance(single);
            Status status = status(response.getCertStatus());
            return new StapledStatus(
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

        /** Same serial number, and the same name of the issuer. */
        boolean names(ParsedCertificate leaf) {
            return id.getSerialNumber().getValue().equals(leaf.serialNumber)
                    && isDigest(id.getIssuerNameHash().getOctets(), encodedIssuer(leaf));
        }

        /** The issuer that is meant has this key. */
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

        /** A digest that nobody here knows is one of nothing, also when the responder left it empty. */
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
