package dev.websocketexporter.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
 * A key and its self-signed certificate for a server on the loopback interface that nobody else should talk to.
 *
 * @param key EC P-256
 * @param certificate for {@code localhost}, 127.0.0.1 and ::1, valid from a day before its making to a day after
 */
public record ThrowawayIdentity(PrivateKey key, X509Certificate certificate) {
    private static final Duration VALIDITY = Duration.ofDays(1);

    /**
     * Makes a new one, which takes a few milliseconds; not for an event loop. It is made by Bouncy Castle's arithmetic, as
     * what verifies signatures, so that a cold start pays for one and not for the Java runtime's too.
     */
    public static ThrowawayIdentity create(Instant now) {
        try {
            ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(
                    new ECNamedDomainParameters(curve, CustomNamedCurves.getByOID(curve)), new SecureRandom()));
            AsymmetricCipherKeyPair keys = generator.generateKeyPair();
            byte[] key = PrivateKeyInfoFactory.createPrivateKeyInfo(keys.getPrivate())
                    .getEncoded();
            return new ThrowawayIdentity(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)), certificate(keys, now));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a throwaway certificate: " + e.getMessage(), e);
        }
    }

    private static X509Certificate certificate(AsymmetricCipherKeyPair keys, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=localhost");
        byte[] der = new X509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        date(now.minus(VALIDITY)),
                        date(now.plus(VALIDITY)),
                        name,
                        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic()))
                .addExtension(Extension.subjectAlternativeName, false, loopback())
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

    private static GeneralNames loopback() {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }
}
