package dev.websocketexporter.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list to be made, of which a test spoils one thing. Defaults: of the issuer, empty, valid from 2020 to 2049. For
 * one thread.
 */
public final class CrlRecipe {
    private final TestIdentity issuer;
    private final X509v2CRLBuilder builder;
    private @Nullable Instant until = CertificateRecipe.VALID_UNTIL;
    private String signature = "SHA256withECDSA";

    private CrlRecipe(TestIdentity issuer, Instant from) {
        this.issuer = issuer;
        this.builder = new X509v2CRLBuilder(
                X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded()),
                Date.from(from));
    }

    public static CrlRecipe of(TestIdentity issuer) {
        return new CrlRecipe(issuer, CertificateRecipe.VALID_FROM);
    }

    /** With that time of this update. */
    public static CrlRecipe of(TestIdentity issuer, Instant from) {
        return new CrlRecipe(issuer, from);
    }

    /** The extension of a certificate that names these places of one list. */
    public static CRLDistPoint at(String... urls) {
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(named(urls), null, null)});
    }

    /** The name of a distribution point. */
    public static DistributionPointName named(String... urls) {
        GeneralName[] names = new GeneralName[urls.length];
        for (int i = 0; i < urls.length; i++) {
            names[i] = new GeneralName(GeneralName.uniformResourceIdentifier, urls[i]);
        }
        return new DistributionPointName(new GeneralNames(names));
    }

    /** The time of the next update. */
    public CrlRecipe until(Instant time) {
        this.until = time;
        return this;
    }

    public CrlRecipe withoutNextUpdate() {
        this.until = null;
        return this;
    }

    public CrlRecipe revoking(TestIdentity leaf, Instant since) {
        return revoking(leaf.certificate().getSerialNumber(), since, CRLReason.keyCompromise);
    }

    public CrlRecipe revoking(BigInteger serial, Instant since, int reason) {
        builder.addCRLEntry(serial, Date.from(since), reason);
        return this;
    }

    public CrlRecipe critical(ASN1ObjectIdentifier kind, ASN1Encodable value) {
        try {
            builder.addExtension(kind, true, value);
        } catch (IOException e) {
            throw new IllegalStateException("no extension " + kind, e);
        }
        return this;
    }

    /** In the words of JCA. */
    public CrlRecipe signature(String algorithm) {
        this.signature = algorithm;
        return this;
    }

    /** In DER, signed by its issuer. */
    public byte[] der() {
        return signedWith(issuer.keys());
    }

    /** In DER, signed with another key than its issuer's. */
    public byte[] signedWith(KeyPair keys) {
        if (until != null) {
            builder.setNextUpdate(Date.from(until));
        }
        try {
            return builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a revocation list", e);
        }
    }

    /** In PEM, with a line of text before it, as openssl writes. */
    public byte[] pem() {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der());
        return ("Certificate Revocation List:\n-----BEGIN X509 CRL-----\n" + body + "\n-----END X509 CRL-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
