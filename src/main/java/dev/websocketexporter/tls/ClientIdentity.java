package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of the exporter and its private key.
 *
 * @param key the private key
 * @param chain the certificate first, followed by its issuers
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String EXPECTED = " (expected: an unencrypted key in PEM: PKCS#8, PKCS#1 or SEC1)";

    private static final String BEGIN = "-----BEGIN ";

    public ClientIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads certificate and key from PEM (RFC 7468); what stands around them is ignored.
     *
     * @throws CertificateException with one line that holds nothing of the key
     */
    public static ClientIdentity parse(String certificatePem, String keyPem) throws CertificateException {
        List<X509Certificate> chain = PemCertificates.parse(certificatePem, "certificate");
        PrivateKey key = key(keyPem);
        if (!signsFor(key, chain.get(0).getPublicKey())) {
            throw new CertificateException("the key does not belong to the certificate");
        }
        return new ClientIdentity(key, chain);
    }

    /**
     * Reads a private key from PEM, not encrypted.
     *
     * @throws CertificateException with one line that holds nothing of the key
     */
    public static PrivateKey key(String pem) throws CertificateException {
        try (PEMParser parser = new PEMParser(new StringReader(withoutIndentation(pem)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                PrivateKeyInfo info = keyInfo(part);
                if (info != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (PEMException e) {
            throw new CertificateException("the key is of a kind that is not known here" + EXPECTED, e);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle throws either for bytes that are no key; its message may quote them and must not be shown.
            throw new CertificateException("the key is broken" + EXPECTED);
        }
        throw new CertificateException("there is no key" + EXPECTED);
    }

    /** As certificates are read: whatever stands in front of a line's text, a byte order mark too, does not count. */
    private static String withoutIndentation(String pem) {
        StringBuilder lines = new StringBuilder(pem.length());
        for (String line : (Iterable<String>) pem.lines()::iterator) {
            int begin = line.indexOf(BEGIN);
            lines.append(begin < 0 ? line.strip() : line.substring(begin).strip())
                    .append('\n');
        }
        return lines.toString();
    }

    /** PKCS#1 and SEC1 are read as pairs, PKCS#8 as a key; before SEC1, the parameters of the curve may come. */
    private static @Nullable PrivateKeyInfo keyInfo(Object part) throws CertificateException {
        if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
            throw new CertificateException("the key is encrypted" + EXPECTED);
        }
        if (part instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        return part instanceof PrivateKeyInfo info ? info : null;
    }

    private static final byte[] ANYTHING = {1, 2, 3};

    private static boolean signsFor(PrivateKey key, PublicKey certified) throws CertificateException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] signature = signature(algorithm, key);
        try {
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(ANYTHING);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            // Keys of different kinds do not even begin to verify each other.
            return false;
        }
    }

    private static byte[] signature(String algorithm, PrivateKey key) throws CertificateException {
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(ANYTHING);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "the Java runtime cannot sign with the key: " + Printable.excerpt(e)
                            + " (expected: an RSA key of at least 2048 bits, or one on the curve P-256, P-384 or P-521)",
                    e);
        }
    }
}
