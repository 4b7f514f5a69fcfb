package dev.websocketexporter.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * A key and its certificate for a server of the exporter on the loopback interface.
 *
 * @param key EC P-256
 * @param certificate for {@code localhost} and any name right under it, 127.0.0.1 and ::1, valid from a day before its
 *     making to a day after
 * @param issuer a root that signed it, and nothing else; its key is the same
 */
public record SelfSignedIdentity(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final X500Name SERVER = new X500Name("CN=localhost");
    private static final X500Name ROOT = new X500Name("CN=localhost root");

    /**
     * Makes a new one, which takes a few milliseconds; not for an event loop. It uses Bouncy Castle's arithmetic, as the
     * verification of signatures does, so that a cold start does not load the Java runtime's too.
     */
    public static SelfSignedIdentity create(Instant now) {
        try {
            ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(
                    new ECNamedDomainParameters(curve, CustomNamedCurves.getByOID(curve)), new SecureRandom()));
            AsymmetricCipherKeyPair keys = generator.generateKeyPair();
            byte[] key = PrivateKeyInfoFactory.createPrivateKeyInfo(keys.getPrivate())
                    .getEncoded();
            return new SelfSignedIdentity(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    signed(
                            certificate(SERVER, keys, now)
                                    .addExtension(Extension.subjectAlternativeName, false, names()),
                            keys),
                    signed(
                            certificate(ROOT, keys, now)
                                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
                            keys));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot create a self-signed certificate: " + e.getMessage(), e);
        }
    }

    private static X509v3CertificateBuilder certificate(X500Name subject, AsymmetricCipherKeyPair keys, Instant now)
            throws IOException {
        return new X509v3CertificateBuilder(
                ROOT,
                // An issuer gives no serial number twice (RFC 5280 §4.1.2.2).
                BigInteger.valueOf(now.toEpochMilli() + (subject.equals(ROOT) ? 1 : 0)),
                date(now.minus(VALIDITY)),
                date(now.plus(VALIDITY)),
                subject,
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, AsymmetricCipherKeyPair keys)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        byte[] der = certificate
                .build(new BcECContentSignerBuilder(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                        .build(keys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** From its digits: a format of Bouncy Castle's takes longer to load than all the rest. */
    private static Time date(Instant instant) {
        String digits = instant.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[^0-9]", "");
        return new Time(new DERGeneralizedTime(digits + "Z"));
    }

    private static GeneralNames names() {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "*.localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    /** The issuer in PEM (RFC 7468). */
    public String issuerPem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(issuer.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }
}
