package dev.websocketexporter.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A certificate as a file has it: one of the roots that the Java runtime brings. */
final class Pem {
    static final String CERTIFICATE = anyRoot();
    /** A key that belongs to no certificate. */
    static final String KEY = newKey();

    private Pem() {}

    private static String anyRoot() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
            return pem("CERTIFICATE", manager.getAcceptedIssuers()[0].getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has roots", e);
        }
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime makes keys", e);
        }
    }

    private static String pem(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
