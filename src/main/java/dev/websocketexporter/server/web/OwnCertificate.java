package dev.websocketexporter.server.web;

import dev.websocketexporter.tls.ClientIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The exporter's certificate, followed by what follows it in its file, in whatever order, as Go presents it. A key store
 * would refuse certificates that do not follow their issuers, which clients do not mind.
 */
final class OwnCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "exporter";

    private final ClientIdentity identity;

    OwnCertificate(ClientIdentity identity) {
        this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return keyType.equals(identity.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw asClient();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        throw asClient();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        throw asClient();
    }

    private static UnsupportedOperationException asClient() {
        return new UnsupportedOperationException("the exporter's port has engines of servers alone");
    }
}
