package dev.websocketexporter.tls;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
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
record ParsedStaple(
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
    static ParsedStaple of(byte[] der) throws MalformedStapleException {
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

    private static ParsedStaple of(ASN1Sequence basic) throws IOException, ParseException {
        BasicOCSPResponse response = BasicOCSPResponse.getInstance(basic);
        ResponseData data = response.getTbsResponseData();
        List<StapledStatus> statuses = new ArrayList<>();
        for (Object single : data.getResponses()) {
            statuses.add(StapledStatus.of(single));
        }
        ASN1BitString signature = response.getSignature();
        return new ParsedStaple(
                List.copyOf(statuses),
                WireDate.of(data.getProducedAt()),
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
}
