package dev.websocketexporter.tls;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/** Bytes that a peer sent as a certificate, as BoringSSL hands them over: parsed by nobody. */
public final class RawCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private final transient byte[] der;

    public RawCertificate(byte[] der) {
        this.der = der.clone();
    }

    @Override
    public byte[] getEncoded() {
        return der.clone();
    }

    @Override
    public String toString() {
        return der.length + " bytes";
    }

    private static UnsupportedOperationException parsed() {
        return new UnsupportedOperationException("nobody is to rely on the parser of the runtime");
    }

    @Override
    public void checkValidity() {
        throw parsed();
    }

    @Override
    public void checkValidity(Date date) {
        throw parsed();
    }

    @Override
    public int getVersion() {
        throw parsed();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw parsed();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        throw parsed();
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        throw parsed();
    }

    @Override
    public Date getNotBefore() {
        throw parsed();
    }

    @Override
    public Date getNotAfter() {
        throw parsed();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw parsed();
    }

    @Override
    public byte[] getSignature() {
        throw parsed();
    }

    @Override
    public String getSigAlgName() {
        throw parsed();
    }

    @Override
    public String getSigAlgOID() {
        throw parsed();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw parsed();
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        throw parsed();
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        throw parsed();
    }

    @Override
    public boolean[] getKeyUsage() {
        throw parsed();
    }

    @Override
    public int getBasicConstraints() {
        throw parsed();
    }

    @Override
    public void verify(PublicKey key) {
        throw parsed();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw parsed();
    }

    @Override
    public PublicKey getPublicKey() {
        throw parsed();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        throw parsed();
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        throw parsed();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        throw parsed();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        throw parsed();
    }
}
