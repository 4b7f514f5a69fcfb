package dev.websocketexporter.tls;

import dev.websocketexporter.fuzz.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponse;

/** The authorities of the corpus, and everything that they have signed. {@code FuzzSeeds} makes them. */
final class FuzzIdentities {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final TrustAnchors ANCHORS = anchors();

    /** A certificate and its issuer, which a staple is about. */
    static final List<ParsedCertificate> STAPLED = List.of(
            ParsedCertificate.of(Corpus.resource("leaf.der")), ParsedCertificate.of(Corpus.resource("issuing.der")));

    private static final Set<ByteBuffer> SIGNED = signed();

    private FuzzIdentities() {}

    private static TrustAnchors anchors() {
        try {
            return TrustAnchors.parse(text("anchors.pem"), "anchors.pem");
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<ByteBuffer> signed() {
        Set<ByteBuffer> signed = new HashSet<>();
        try {
            for (String file : List.of("anchors.pem", "issued.pem")) {
                for (String body : PemCertificates.bodies(text(file), file)) {
                    signed.add(ByteBuffer.wrap(firstPart(PemCertificates.der(body, file))));
                }
            }
            for (byte[] staple : Corpus.of("staple", "signed-")) {
                signed.add(ByteBuffer.wrap(signedPart(staple)));
            }
        } catch (CertificateException | IOException e) {
            throw new IllegalStateException(e);
        }
        return signed;
    }

    private static String text(String file) {
        return new String(Corpus.resource(file), StandardCharsets.ISO_8859_1);
    }

    /** Whether the part that is signed is one of theirs; what stands around it is not covered by the signature. */
    static boolean hasIssued(byte[] certificate) {
        return SIGNED.contains(ByteBuffer.wrap(firstPart(certificate)));
    }

    static boolean hasSaid(byte[] staple) throws IOException {
        return SIGNED.contains(ByteBuffer.wrap(signedPart(staple)));
    }

    private static byte[] firstPart(byte[] der) {
        return DerParts.of(der, DerParts.SEQUENCE).get(0);
    }

    private static byte[] signedPart(byte[] staple) throws IOException {
        byte[] basic = OCSPResponse.getInstance(staple)
                .getResponseBytes()
                .getResponse()
                .getOctets();
        return BasicOCSPResponse.getInstance(basic).getTbsResponseData().getEncoded("DER");
    }
}
