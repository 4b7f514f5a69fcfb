package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/**
 * A trusted certificate that is parsed when a chain first needs it: a trust store has more than a hundred, most chains need
 * one, and the start would wait for all. Safe for use by several threads.
 */
final class Anchor {
    final NameKey subjectKey;

    private final byte[] der;
    private boolean tried;
    private @Nullable ParsedCertificate parsed;

    private Anchor(byte[] der) throws IOException {
        this.der = der;
        this.subjectKey = NameKey.of(subject(der));
    }

    /**
     * Reads its subject, and nothing else of it.
     *
     * @throws IllegalArgumentException with one line, when it has not even the outline of a certificate
     */
    static Anchor of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw unreadable(e);
        }
    }

    /**
     * The same for a certificate in DER.
     *
     * @param der is not copied
     */
    static Anchor of(byte[] der) {
        try {
            return new Anchor(der);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(Exception why) {
        return new IllegalArgumentException("not an X.509 certificate: " + Printable.excerpt(why), why);
    }

    private static X500Name subject(byte[] der) throws IOException {
        try (ASN1InputStream lazily = new ASN1InputStream(der, true)) {
            ASN1Sequence certificate = ASN1Sequence.getInstance(lazily.readObject());
            ASN1Sequence signed = ASN1Sequence.getInstance(certificate.getObjectAt(0));
            return X500Name.getInstance(signed.getObjectAt(signed.getObjectAt(0) instanceof ASN1TaggedObject ? 5 : 4));
        }
    }

    /** The same object at each call; empty when a part of it cannot be read, so that no chain can end at it. */
    synchronized Optional<ParsedCertificate> certificate() {
        if (!tried) {
            tried = true;
            ParsedCertificate certificate = ParsedCertificate.of(der);
            parsed = certificate.flaws.isEmpty() ? certificate : null;
        }
        return Optional.ofNullable(parsed);
    }

    boolean isSameAs(Anchor other) {
        return Arrays.equals(der, other.der);
    }
}
