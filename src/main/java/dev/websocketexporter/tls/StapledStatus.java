package dev.websocketexporter.tls;

import dev.websocketexporter.probe.StapleReport.Status;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.jspecify.annotations.Nullable;

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
                WireDate.of(response.getThisUpdate()),
                response.getNextUpdate() == null ? null : WireDate.of(response.getNextUpdate()),
                status == Status.REVOKED
                        ? revoked(
                                RevokedInfo.getInstance(response.getCertStatus().getStatus()))
                        : null,
                ParsedStaple.hasUnknownCritical(response.getSingleExtensions()));
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
        String when = "revoked " + WireDate.of(info.getRevocationTime());
        // Bouncy Castle writes "CRLReason: keyCompromise".
        return reason == null ? when : when + " (" + reason.toString().replace("CRLReason: ", "") + ")";
    }

    /** Same serial number, and the same name of the issuer. */
    boolean names(ParsedCertificate leaf) {
        return id.getSerialNumber().getValue().equals(leaf.serialNumber.getValue())
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
