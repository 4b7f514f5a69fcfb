package dev.websocketexporter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * A certificate, its key and those that issued it.
 *
 * @param line the certificate first, then its issuer, up to and including the root
 * @param keys the keys of the first certificate
 */
public record TestIdentity(List<X509Certificate> line, KeyPair keys) {
    private static final char[] PASSWORD = "testkit".toCharArray();

    public TestIdentity {
        line = List.copyOf(line);
    }

    public X509Certificate certificate() {
        return line.get(0);
    }

    /** What a server should present: the line less the root; a self-signed certificate alone. */
    public List<X509Certificate> chain() {
        return line.size() == 1 ? line : line.subList(0, line.size() - 1);
    }

    /** The same identity that presents other certificates after its own: none, too many, in a wrong order. */
    public SSLContext serverPresenting(List<X509Certificate> presented) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore(presented), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a server context of " + certificate(), e);
        }
    }

    /** For a server of the JDK, Jetty or Undertow that presents {@link #chain()}. */
    public SSLContext serverContext() {
        return serverPresenting(chain());
    }

    /** The same, for a server that asks for certificates of clients and takes those that this root vouches for. */
    public SSLContext serverContextFor(TestIdentity clientRoot) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore(chain()), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), clientRoot.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a server context of " + certificate(), e);
        }
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("anchor", certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** For a client of the JDK that trusts this certificate alone. */
    public SSLContext clientContextTrustingMe() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a client context of " + certificate(), e);
        }
    }

    /** A store with the key and {@link #chain()} under the alias {@code key}; see {@link #password()}. */
    public KeyStore keyStore() {
        return keyStore(chain());
    }

    public static char[] password() {
        return PASSWORD.clone();
    }

    private KeyStore keyStore(List<X509Certificate> presented) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("key", keys.getPrivate(), PASSWORD, presented.toArray(new X509Certificate[0]));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key store of " + certificate(), e);
        }
    }

    /** JKS, since a PKCS#12 store refuses chains in a wrong order, which some tests are about. */
    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store cannot fail to load", e);
        }
        return store;
    }

    /** The certificate alone: what a {@code ca_file} holds. */
    public String certificatePem() {
        return pem(certificate());
    }

    /** {@link #chain()}: what {@code ssl_certificate} of nginx holds. */
    public String chainPem() {
        return chain().stream().map(TestIdentity::pem).collect(Collectors.joining());
    }

    /** The private key as PKCS#8. */
    public String keyPem() {
        return block("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** The private key in the older form of its kind: PKCS#1 for RSA, SEC1 with its curve for EC. */
    public String traditionalKeyPem() {
        if (keys.getPrivate() instanceof EdECKey) {
            // Younger than PKCS#8, they never had another form.
            return keyPem();
        }
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        try {
            if (keys.getPrivate() instanceof ECPrivateKey key) {
                ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
                int bits = key.getParams().getOrder().bitLength();
                return block(
                        "EC PRIVATE KEY",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(bits, key.getS(), curve).getEncoded());
            }
            return block(
                    "RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without its encoding", e);
        }
    }

    private static String block(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
