package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPathBuilder;
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
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Bouncy Castle's builder of paths. It judges neither the host, nor the extended key usage, nor what is weak. */
final class BouncyCastleClient implements OtherClient {
    private final Provider provider = new BouncyCastleProvider();

    @Override
    public String name() {
        return "Bouncy Castle " + provider.getVersionStr();
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

    private boolean accepts(PresentedChain chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", provider);
            List<X509Certificate> presented = JavaCertificates.of(chain.presented(), factory);
            Set<TrustAnchor> anchors = JavaCertificates.anchors(chain.anchors(), factory);
            X509Certificate leaf = presented.get(0);
            if (anchors.stream().anyMatch(anchor -> leaf.equals(anchor.getTrustedCert()))) {
                leaf.checkValidity(Date.from(chain.now()));
                return true;
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(-1);
            parameters.setDate(Date.from(chain.now()));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(presented), provider));
            CertPathBuilder.getInstance("PKIX", provider).build(parameters);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
