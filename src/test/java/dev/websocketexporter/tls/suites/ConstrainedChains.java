package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Chains of an anchor, a CA with name constraints as a suite has them, and a leaf with names as a suite has them. */
final class ConstrainedChains {
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
    private static final X500Name ROOT = new X500Name("CN=Root");
    private static final X500Name ISSUING = new X500Name("CN=Constrained CA");
    private static final X500Name NOBODY = new X500Name("");

    private final KeyPair rootKey = keyPair();
    private final KeyPair issuingKey = keyPair();
    private final KeyPair leafKey = keyPair();
    private final byte[] root;
    private final Map<String, byte[]> issuing = new HashMap<>();
    private long serial = 1;

    ConstrainedChains() throws IOException {
        root = signed(ca(ROOT, ROOT, rootKey), rootKey);
    }

    /**
     * Names of a leaf, in DER.
     *
     * @param subject absent: an empty one
     * @param alternativeNames absent: the extension is not there
     */
    record Leaf(byte @Nullable [] subject, byte @Nullable [] alternativeNames) {
        static Leaf named(GeneralName name) throws IOException {
            return new Leaf(null, new GeneralNames(name).getEncoded());
        }
    }

    PresentedChain of(byte[] constraints, boolean critical, Leaf leaf) throws IOException {
        String key = critical + HexFormat.of().formatHex(constraints);
        byte[] issuer = issuing.get(key);
        if (issuer == null) {
            X509v3CertificateBuilder builder = ca(ROOT, ISSUING, issuingKey);
            builder.addExtension(new Extension(Extension.nameConstraints, critical, constraints));
            issuer = signed(builder, rootKey);
            issuing.put(key, issuer);
        }
        X500Name subject = leaf.subject() == null ? NOBODY : X500Name.getInstance(leaf.subject());
        X509v3CertificateBuilder builder = certificate(ISSUING, subject, leafKey);
        if (leaf.alternativeNames() != null) {
            builder.addExtension(new Extension(
                    Extension.subjectAlternativeName, subject.getRDNs().length == 0, leaf.alternativeNames()));
        }
        return new PresentedChain(List.of(signed(builder, issuingKey), issuer), List.of(root), null, NOW, null);
    }

    private X509v3CertificateBuilder ca(X500Name issuer, X500Name subject, KeyPair key) throws IOException {
        X509v3CertificateBuilder builder = certificate(issuer, subject, key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return builder;
    }

    private X509v3CertificateBuilder certificate(X500Name issuer, X500Name subject, KeyPair key) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial++),
                Date.from(NOW.minus(Duration.ofDays(1))),
                Date.from(NOW.plus(Duration.ofDays(1))),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    }

    private static byte[] signed(X509v3CertificateBuilder builder, KeyPair key) throws IOException {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("no ECDSA", e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no EC keys", e);
        }
    }
}
