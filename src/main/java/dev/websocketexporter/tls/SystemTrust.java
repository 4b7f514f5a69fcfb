package dev.websocketexporter.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust store of the Java runtime, read once.
 *
 * @param anchors absent when it could not be read
 * @param problem why it could not be read
 */
record SystemTrust(@Nullable TrustAnchors anchors, @Nullable Exception problem) {
    private static final String SOURCE = "the trust store of the Java runtime";

    /** The class is loaded, and the store read, when it is first asked for. */
    private static final class Once {
        static final SystemTrust LOADED = load();
    }

    static TrustAnchors anchorsOnce() {
        return Once.LOADED.anchorsOrThrow();
    }

    static SystemTrust load() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            // No store of ours stands for the default one, with all the properties that choose it.
            factory.init((KeyStore) null);
            return new SystemTrust(TrustAnchors.of(accepted(factory.getTrustManagers()), SOURCE), null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new SystemTrust(null, e);
        }
    }

    private static List<X509Certificate> accepted(TrustManager[] managers) {
        return Arrays.stream(managers)
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    TrustAnchors anchorsOrThrow() {
        if (anchors == null) {
            throw new IllegalStateException(
                    SOURCE + " cannot be read: " + (problem == null ? "" : OneLine.of(problem)), problem);
        }
        return anchors;
    }
}
