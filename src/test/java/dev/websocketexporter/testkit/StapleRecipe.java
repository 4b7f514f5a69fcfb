package dev.websocketexporter.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An OCSP response to be made, of which a test spoils one thing. Defaults: about the leaf, by its issuer, valid from 2020
 * to 2049, certificates named by SHA-1 as most responders do. For one thread.
 */
public final class StapleRecipe {
    private final @Nullable CertificateStatus status;
    private BigInteger serial;
    private Instant from = CertificateRecipe.VALID_FROM;
    private @Nullable Instant until = CertificateRecipe.VALID_UNTIL;
    private @Nullable Instant produced;
    private ASN1ObjectIdentifier naming = OIWObjectIdentifiers.idSHA1;
    private boolean namingWithoutHashes;
    private @Nullable StapleRecipe second;
    private @Nullable Extensions extensions;
    private String signature = "SHA256withECDSA";

    /** @param status null is good */
    private StapleRecipe(TestIdentity leaf, @Nullable CertificateStatus status) {
        this.serial = leaf.certificate().getSerialNumber();
        this.status = status;
    }

    public static StapleRecipe good(TestIdentity leaf) {
        return new StapleRecipe(leaf, CertificateStatus.GOOD);
    }

    public static StapleRecipe revoked(TestIdentity leaf, Instant since) {
        return new StapleRecipe(leaf, new RevokedStatus(Date.from(since), CRLReason.keyCompromise));
    }

    public static StapleRecipe unknown(TestIdentity leaf) {
        return new StapleRecipe(leaf, new UnknownStatus());
    }

    public StapleRecipe serial(BigInteger other) {
        this.serial = other;
        return this;
    }

    /** The time of this update. */
    public StapleRecipe from(Instant time) {
        this.from = time;
        return this;
    }

    /** The time of the next update. */
    public StapleRecipe until(Instant time) {
        this.until = time;
        return this;
    }

    public StapleRecipe withoutNextUpdate() {
        this.until = null;
        return this;
    }

    /** When it was signed; default: the time of this update. */
    public StapleRecipe produced(Instant time) {
        this.produced = time;
        return this;
    }

    /** The digest by which the issuer is named. */
    public StapleRecipe naming(ASN1ObjectIdentifier digest) {
        this.naming = digest;
        return this;
    }

    /** The digest is given, and the hashes are empty. */
    public StapleRecipe namingWithoutHashes(ASN1ObjectIdentifier digest) {
        this.naming = digest;
        this.namingWithoutHashes = true;
        return this;
    }

    /** The response holds the other's answer, too, after this one. */
    public StapleRecipe and(StapleRecipe other) {
        this.second = other;
        return this;
    }

    public StapleRecipe extensions(Extensions ofTheResponse) {
        this.extensions = ofTheResponse;
        return this;
    }

    /** In the words of JCA. */
    public StapleRecipe signature(String algorithm) {
        this.signature = algorithm;
        return this;
    }

    public byte[] signedBy(TestIdentity issuer) {
        return make(issuer, issuer, new X509CertificateHolder[0]);
    }

    /** Signed by another, whose certificate comes with the response. */
    public byte[] signedBy(TestIdentity issuer, TestIdentity delegate) {
        return make(issuer, delegate, new X509CertificateHolder[] {holder(delegate)});
    }

    /** Signed by another, whose certificate does not come with the response. */
    public byte[] signedByHidden(TestIdentity issuer, TestIdentity other) {
        return make(issuer, other, new X509CertificateHolder[0]);
    }

    private byte[] make(TestIdentity issuer, TestIdentity signer, X509CertificateHolder[] certificates) {
        try {
            BasicOCSPRespBuilder builder =
                    new BasicOCSPRespBuilder(new RespID(holder(signer).getSubject()));
            addTo(builder, issuer);
            if (second != null) {
                second.addTo(builder, issuer);
            }
            if (extensions != null) {
                builder.setResponseExtensions(extensions);
            }
            Instant at = produced == null ? from : produced;
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder(signature)
                                            .build(signer.keys().getPrivate()),
                                    certificates,
                                    Date.from(at)))
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a staple", e);
        }
    }

    private void addTo(BasicOCSPRespBuilder builder, TestIdentity issuer)
            throws OCSPException, OperatorCreationException {
        builder.addResponse(id(issuer), status, Date.from(from), until == null ? null : Date.from(until));
    }

    private CertificateID id(TestIdentity issuer) throws OCSPException, OperatorCreationException {
        AlgorithmIdentifier digest = new AlgorithmIdentifier(naming);
        if (namingWithoutHashes) {
            ASN1OctetString none = new DEROctetString(new byte[0]);
            return new CertificateID(new CertID(digest, none, none, new ASN1Integer(serial)));
        }
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build();
        return new CertificateID(digests.get(digest), holder(issuer), serial);
    }

    private static X509CertificateHolder holder(TestIdentity identity) {
        try {
            return new JcaX509CertificateHolder(identity.certificate());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without its encoding", e);
        }
    }
}
