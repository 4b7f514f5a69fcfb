package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.probe.value.Printable;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.encoders.Hex;

/**
 * The parts of a certificate (RFC 5280 §4.1), parsed leniently: when an extension cannot be read, all other parts still
 * can. Immutable; equal only to itself.
 */
final class ParsedCertificate {
    final String fingerprint;
    final ASN1Integer serialNumber;
    final X500Name subject;
    final X500Name issuer;
    final NameKey subjectKey;
    final NameKey issuerKey;
    final Instant notBefore;
    final Instant notAfter;
    final SubjectPublicKeyInfo publicKey;
    /** The public key in DER. */
    final String publicKeyHex;

    final CertificateExtensions extensions;
    /** 1 or 3; 2 has never been used. */
    final int version;

    final CertificateSignature signature;

    private ParsedCertificate(byte[] der) throws IOException {
        ASN1Sequence certificate = ASN1Sequence.getInstance(der);
        ASN1Sequence signed = ASN1Sequence.getInstance(certificate.getObjectAt(0));
        boolean versioned = signed.getObjectAt(0) instanceof ASN1TaggedObject;
        int at = versioned ? 1 : 0;
        this.fingerprint = Hex.toHexString(Digests.sha256().digest(der));
        this.version = versioned ? version(signed.getObjectAt(0)) : 1;
        this.serialNumber = ASN1Integer.getInstance(signed.getObjectAt(at));
        this.issuer = X500Name.getInstance(signed.getObjectAt(at + 2));
        this.subject = X500Name.getInstance(signed.getObjectAt(at + 4));
        this.issuerKey = NameKey.of(issuer);
        this.subjectKey = NameKey.of(subject);
        ASN1Sequence validity = ASN1Sequence.getInstance(signed.getObjectAt(at + 3));
        this.notBefore = Asn1Time.of(validity.getObjectAt(0));
        this.notAfter = Asn1Time.of(validity.getObjectAt(1));
        this.publicKey = SubjectPublicKeyInfo.getInstance(signed.getObjectAt(at + 5));
        this.publicKeyHex = Hex.toHexString(publicKey.getEncoded());
        this.extensions = CertificateExtensions.of(signed, at + 6);
        this.signature = new CertificateSignature(
                signed.getEncoded(),
                AlgorithmIdentifier.getInstance(signed.getObjectAt(at + 1)),
                AlgorithmIdentifier.getInstance(certificate.getObjectAt(1)),
                ASN1BitString.getInstance(certificate.getObjectAt(2)).getOctets());
    }

    /**
     * Reads a certificate.
     *
     * @throws IllegalArgumentException with one line, when it has not even the outline of a certificate
     */
    static ParsedCertificate of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("not an X.509 certificate: " + Printable.excerpt(e), e);
        }
    }

    /**
     * Reads a certificate in DER.
     *
     * @throws IllegalArgumentException with one line, when it has not even the outline of a certificate
     */
    static ParsedCertificate of(byte[] der) {
        try {
            return new ParsedCertificate(der);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not an X.509 certificate: " + Printable.excerpt(e), e);
        }
    }

    private static int version(ASN1Encodable tagged) {
        ASN1TaggedObject explicit = ASN1TaggedObject.getInstance(tagged);
        return ASN1Integer.getInstance(explicit.getExplicitBaseObject()).intValueExact() + 1;
    }

    /** Subject and issuer are the same name. */
    boolean isSelfIssued() {
        return subjectKey.equals(issuerKey);
    }

    /** It names itself as its issuer and its own key signed it. */
    boolean isSelfSigned() {
        return isSelfIssued() && signature.isMadeWith(publicKey);
    }

    boolean hasSubjectAndKeyOf(ParsedCertificate other) {
        return subjectKey.equals(other.subjectKey) && publicKeyHex.equals(other.publicKeyHex);
    }

    /** For messages: the common name, else the whole subject; empty when there is none. */
    String shortSubject() {
        String commonName = GoName.commonName(subject);
        return Printable.excerpt(commonName.isEmpty() ? GoName.format(subject) : "CN=" + commonName);
    }

    /** For messages, like {@link #shortSubject()}. */
    String shortIssuer() {
        String commonName = GoName.commonName(issuer);
        return Printable.excerpt(commonName.isEmpty() ? GoName.format(issuer) : "CN=" + commonName);
    }
}
