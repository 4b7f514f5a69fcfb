package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.probe.value.Printable;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.encoders.Hex;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a certificate (RFC 5280 §4.1), parsed leniently: when one part cannot be read, all other parts still can.
 * Immutable; equal only to itself.
 */
final class ParsedCertificate {
    private static final byte EXPLICIT_VERSION = (byte) 0xa0;
    private static final int MAX_VERSION = 3;

    private static final AlgorithmIdentifier NO_ALGORITHM = new AlgorithmIdentifier(new ASN1ObjectIdentifier("0.0"));

    /** Stands for a key that cannot be read: of no kind that there is. */
    private static final SubjectPublicKeyInfo NO_KEY = new SubjectPublicKeyInfo(NO_ALGORITHM, new byte[0]);

    private static final X500Name NO_NAME = new X500Name(new RDN[0]);

    final String fingerprint;
    /** Zero when it cannot be read. */
    final BigInteger serialNumber;

    /** Empty when it cannot be read. */
    final X500Name subject;

    /** Empty when it cannot be read. */
    final X500Name issuer;

    final NameKey subjectKey;
    final NameKey issuerKey;
    /** Absent: it cannot be read. */
    final @Nullable Instant notBefore;
    /** Absent: it cannot be read. */
    final @Nullable Instant notAfter;

    final SubjectPublicKeyInfo publicKey;
    /** The public key in DER. */
    final String publicKeyHex;

    final CertificateExtensions extensions;
    /** 1 or 3; 2 has never been used; 0: it cannot be read. */
    final int version;

    final CertificateSignature signature;

    /** What of it cannot be read, or is not in DER, each in one line; empty: nothing. */
    final List<String> flaws;

    /** Whether there is all by which a path is found: both names and the key. */
    final boolean readable;

    private ParsedCertificate(byte[] der) {
        LenientParts certificate = LenientParts.of(der, "it");
        LenientParts signed =
                certificate.isKnown() ? LenientParts.of(certificate.part(0), "its signed part") : LenientParts.none();
        boolean versioned = signed.part(0).length > 0 && signed.part(0)[0] == EXPLICIT_VERSION;
        int at = versioned ? 1 : 0;
        LenientParts validity =
                signed.isKnown() ? LenientParts.of(signed.part(at + 3), "its validity") : LenientParts.none();
        this.fingerprint = Hex.toHexString(Digests.sha256().digest(der));
        this.version =
                versioned ? signed.read(0, "its version", LenientParts.parsed(ParsedCertificate::version), 0) : 1;
        this.serialNumber = signed.read(at, "its serial number", part -> serial(part, signed), BigInteger.ZERO);
        X500Name readIssuer = signed.read(at + 2, "its issuer", LenientParts.parsed(ParsedCertificate::name));
        X500Name readSubject = signed.read(at + 4, "its subject", LenientParts.parsed(ParsedCertificate::name));
        this.issuer = readIssuer == null ? NO_NAME : readIssuer;
        this.subject = readSubject == null ? NO_NAME : readSubject;
        // A name that cannot be read belongs to no certificate, and no two of them are equal.
        this.issuerKey = readIssuer == null ? new NameKey("unreadable issuer") : NameKey.of(readIssuer);
        this.subjectKey = readSubject == null ? new NameKey("unreadable subject") : NameKey.of(readSubject);
        this.notBefore =
                validity.read(0, "its notBefore", LenientParts.parsed(part -> date(part, "notBefore", validity)));
        this.notAfter = validity.read(1, "its notAfter", LenientParts.parsed(part -> date(part, "notAfter", validity)));
        this.publicKey = signed.read(at + 5, "its public key", LenientParts.parsed(ParsedCertificate::key), NO_KEY);
        this.publicKeyHex = Hex.toHexString(signed.part(at + 5));
        this.extensions = CertificateExtensions.of(signed, at + 6);
        if (version > MAX_VERSION) {
            signed.flaw("its version is " + version + " (expected: 3)");
        } else if (version != 0 && version < MAX_VERSION && extensions.isPresent()) {
            signed.flaw("it has extensions, and its version is " + version + " (expected: 3)");
        }
        this.signature = new CertificateSignature(
                certificate.part(0),
                signed.read(
                        at + 1, "its algorithm", LenientParts.parsed(AlgorithmIdentifier::getInstance), NO_ALGORITHM),
                certificate.read(
                        1, "its outer algorithm", LenientParts.parsed(AlgorithmIdentifier::getInstance), NO_ALGORITHM),
                certificate.read(2, "its signature", part -> bits(part, certificate), new byte[0]));
        if (certificate.isKnown() && DerParts.length(der) < der.length) {
            certificate.flaw("bytes follow it");
        }
        this.readable = readIssuer != null && readSubject != null && !publicKey.equals(NO_KEY);
        this.flaws = Stream.of(certificate, signed, validity)
                .flatMap(parts -> parts.flaws().stream())
                .toList();
    }

    private static X500Name name(ASN1Primitive der) {
        X500Name name = X500Name.getInstance(der);
        // Whatever of it is malformed shows here.
        NameKey.of(name);
        GoName.format(name);
        return name;
    }

    private static SubjectPublicKeyInfo key(ASN1Primitive der) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(der);
        // No key has a number of bits that makes no bytes.
        key.getPublicKeyData().getOctets();
        return key;
    }

    private static Instant date(ASN1Primitive der, String what, LenientParts parts) {
        Instant date = Asn1Time.of(der);
        if (!Asn1Time.exists(der)) {
            parts.flaw("its " + what + " is no date that there is (expected: one to the second, RFC 5280 §4.1.2.5)");
        }
        return date;
    }

    /** X.690 §8.3.2: no byte more than it needs. */
    private static BigInteger serial(byte[] der, LenientParts parts) {
        byte[] number = DerParts.content(der, BERTags.INTEGER);
        if (number.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        BigInteger serial = new BigInteger(number);
        if (number.length > serial.bitLength() / 8 + 1) {
            parts.flaw("its serial number is padded (expected: no superfluous byte)");
        }
        return serial;
    }

    private static byte[] bits(byte[] der, LenientParts parts) {
        byte[] content = DerParts.content(der, BERTags.BIT_STRING);
        if (content.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        if (content[0] != 0) {
            parts.flaw("its signature has " + content[0] + " unused bits (expected: none)");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /**
     * Reads a certificate.
     *
     * @throws IllegalArgumentException with one line, when it has no encoding
     */
    static ParsedCertificate of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("not an X.509 certificate: " + Printable.excerpt(e), e);
        }
    }

    /**
     * Reads a certificate in DER; also what is none, of which everything is a flaw.
     */
    static ParsedCertificate of(byte[] der) {
        return new ParsedCertificate(der);
    }

    private static int version(ASN1Primitive tagged) {
        ASN1TaggedObject explicit = ASN1TaggedObject.getInstance(tagged);
        int number = ASN1Integer.getInstance(explicit.getExplicitBaseObject()).intValueExact();
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
        return Math.addExact(number, 1);
    }

    /** Of its key. */
    KeyStrength strength() {
        return KeyStrength.of(publicKey);
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
