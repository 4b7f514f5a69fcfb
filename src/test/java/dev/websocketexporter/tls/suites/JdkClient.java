package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The trust manager of the Java runtime, asked as its TLS client asks it. */
final class JdkClient implements OtherClient {
    @Override
    public String name() {
        return "JDK " + Runtime.version().feature();
    }

    @Override
    public Map<String, Boolean> accepts(Map<String, PresentedChain> chains) throws IOException {
        Map<String, Boolean> verdicts = new HashMap<>();
        for (Map.Entry<String, PresentedChain> each : chains.entrySet()) {
            PresentedChain chain = each.getValue();
            verdicts.put(each.getKey(), accepts(chain));
        }
        return verdicts;
    }

    private static boolean accepts(PresentedChain chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509Certificate[] presented =
                    JavaCertificates.of(chain.presented(), factory).toArray(new X509Certificate[0]);
            Set<TrustAnchor> anchors = JavaCertificates.anchors(chain.anchors(), factory);
            // The kind of key exchange of TLS 1.3.
            manager(chain, anchors, presented).checkServerTrusted(presented, "UNKNOWN", engine(chain));
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static X509ExtendedTrustManager manager(
            PresentedChain chain, Set<TrustAnchor> anchors, X509Certificate... presented)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(-1);
        parameters.setDate(Date.from(chain.now()));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(presented))));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static SSLEngine engine(PresentedChain chain) {
        return new HandshakeStub(chain.name());
    }
}
