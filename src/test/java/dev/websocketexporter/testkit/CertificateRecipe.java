package dev.websocketexporter.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate to be made: a CA or a leaf with sound defaults, of which a test spoils one thing.
 *
 * <pre>{@code
 * TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
 * TestIdentity issuing = CertificateRecipe.ca("Issuing CA").signedBy(root);
 * TestIdentity leaf = CertificateRecipe.leaf("a.example").names("a.example", "127.0.0.1").signedBy(issuing);
 * }</pre>
 *
 * <p>Defaults: an EC P-256 key, valid from 2020 to 2049, the extensions that a public CA would set; a leaf is for its
 * common name and for server authentication. For one thread.
 */
public final class CertificateRecipe {
    public static final Instant VALID_FROM = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant VALID_UNTIL = Instant.parse("2049-12-31T23:59:59Z");

    /** What every certificate has whose recipe does not say otherwise; the pair (issuer, serial) may repeat. */
    private static final BigInteger SERIAL = BigInteger.valueOf(0x1001);

    private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    private X500Name subject;
    private Instant notBefore = VALID_FROM;
    private Instant notAfter = VALID_UNTIL;
    private BigInteger serial = SERIAL;
    private @Nullable KeyPair keys;
    private @Nullable String signature;
    private boolean versionOne;

    private CertificateRecipe(X500Name subject) {
        this.subject = subject;
    }

    /** A certificate that may issue others. */
    public static CertificateRecipe ca(String commonName) {
        return new CertificateRecipe(commonName(commonName))
                .critical(Extension.basicConstraints, new BasicConstraints(true))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    /** A certificate of a server whose only name is {@code commonName}. */
    public static CertificateRecipe leaf(String commonName) {
        return new CertificateRecipe(commonName(commonName))
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .names(commonName);
    }

    public static X500Name commonName(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    public CertificateRecipe subject(X500Name name) {
        this.subject = name;
        return this;
    }

    /** Subject alternative names: literal addresses become iPAddress, everything else dNSName. */
    public CertificateRecipe names(String... names) {
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : names) {
            alternatives.add(generalName(name));
        }
        return plain(Extension.subjectAlternativeName, new GeneralNames(alternatives.toArray(new GeneralName[0])));
    }

    private static GeneralName generalName(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        if (!address) {
            return new GeneralName(GeneralName.dNSName, name);
        }
        try {
            byte[] octets = InetAddress.getByName(name).getAddress();
            return new GeneralName(GeneralName.iPAddress, new DEROctetString(octets));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + name, e);
        }
    }

    public CertificateRecipe validFrom(Instant from) {
        this.notBefore = from;
        return this;
    }

    public CertificateRecipe validUntil(Instant until) {
        this.notAfter = until;
        return this;
    }

    public CertificateRecipe serial(BigInteger number) {
        this.serial = number;
        return this;
    }

    public CertificateRecipe key(KeyKind kind) {
        return key(kind.generate());
    }

    /** A key that exists already: of a cross-signed certificate, or one that is expensive to make. */
    public CertificateRecipe key(KeyPair pair) {
        this.keys = pair;
        return this;
    }

    /** The issuer's signature in the words of JCA: {@code SHA1withRSA}; default: SHA-256 with the issuer's key. */
    public CertificateRecipe signature(String algorithm) {
        this.signature = algorithm;
        return this;
    }

    /** Adds an extension that is not critical, or replaces the one of the same kind. */
    public CertificateRecipe plain(ASN1ObjectIdentifier kind, ASN1Encodable value) {
        return extension(kind, false, encoded(value));
    }

    /** Adds a critical extension, or replaces the one of the same kind. */
    public CertificateRecipe critical(ASN1ObjectIdentifier kind, ASN1Encodable value) {
        return extension(kind, true, encoded(value));
    }

    /** Adds an extension whose value need not be well-formed. */
    public CertificateRecipe extension(ASN1ObjectIdentifier kind, boolean critical, byte[] value) {
        extensions.put(kind, new Extension(kind, critical, value));
        return this;
    }

    public CertificateRecipe without(ASN1ObjectIdentifier kind) {
        extensions.remove(kind);
        return this;
    }

    /** An X.509 version 1 certificate, which has no extensions. */
    public CertificateRecipe versionOne() {
        this.versionOne = true;
        return this;
    }

    public TestIdentity selfSigned() {
        KeyPair own = ownKeys();
        return new TestIdentity(List.of(make(subject, own, own)), own);
    }

    public TestIdentity signedBy(TestIdentity issuer) {
        KeyPair own = ownKeys();
        X500Name issuerName = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        List<X509Certificate> line = new ArrayList<>();
        line.add(make(issuerName, own, issuer.keys()));
        line.addAll(issuer.line());
        return new TestIdentity(line, own);
    }

    private KeyPair ownKeys() {
        return keys == null ? KeyKind.EC_P256.generate() : keys;
    }

    private X509Certificate make(X500Name issuerName, KeyPair own, KeyPair issuerKeys) {
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded());
        Date from = Date.from(notBefore);
        Date until = Date.from(notAfter);
        try {
            ContentSigner signer = signer(issuerKeys);
            X509CertificateHolder holder;
            if (versionOne) {
                holder =
                        new X509v1CertificateBuilder(issuerName, serial, from, until, subject, publicKey).build(signer);
            } else {
                X509v3CertificateBuilder builder =
                        new X509v3CertificateBuilder(issuerName, serial, from, until, subject, publicKey);
                for (Extension extension : extensions.values()) {
                    builder.addExtension(extension);
                }
                holder = builder.build(signer);
            }
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make the certificate of " + subject, e);
        }
    }

    private ContentSigner signer(KeyPair issuerKeys) throws OperatorCreationException {
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder(algorithm(issuerKeys));
        if (algorithm(issuerKeys).endsWith("MGF1")) {
            // The Java runtime has RSASSA-PSS under another name only.
            builder.setProvider(new BouncyCastleProvider());
        }
        return builder.build(issuerKeys.getPrivate());
    }

    private String algorithm(KeyPair issuerKeys) {
        if (signature != null) {
            return signature;
        }
        if (issuerKeys.getPrivate() instanceof EdECKey edwards) {
            return edwards.getParams().getName();
        }
        return issuerKeys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
