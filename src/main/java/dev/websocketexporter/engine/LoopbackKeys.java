package dev.websocketexporter.engine;

import dev.websocketexporter.tls.ThrowawayIdentity;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Shows a throwaway certificate to every client. Given the key itself, Netty would put it into a key store first. */
final class LoopbackKeys extends EngineKeys {
    private static final String ALIAS = "loopback";

    private final ThrowawayIdentity identity;

    LoopbackKeys(ThrowawayIdentity identity) {
        this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keyType.equals(identity.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {identity.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}
