package dev.websocketexporter.engine.tls;

import dev.websocketexporter.tls.ClientIdentity;
import dev.websocketexporter.tls.PeerCertificates;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Records what a peer presents and asks for, and accepts it: the verification decides after the completed handshake, so
 * that version, cipher and chain are known also when the chain is bad. Safe for use by several threads.
 */
public final class HandshakeRecorder {
    private static final String ALIAS = "client";

    private final Map<SSLEngine, HandshakeFacts> underWay = new ConcurrentHashMap<>();
    private final @Nullable ClientIdentity identity;

    /** Records, and shows this certificate to a server that asks for one; null: none. */
    HandshakeRecorder(@Nullable ClientIdentity identity) {
        this.identity = identity;
    }

    HandshakeFacts watch(SSLEngine engine) {
        HandshakeFacts facts = new HandshakeFacts();
        underWay.put(engine, facts);
        return facts;
    }

    void forget(SSLEngine engine) {
        underWay.remove(engine);
    }

    X509ExtendedTrustManager trustManager() {
        return new RecordingTrustManager();
    }

    X509ExtendedKeyManager keyManager() {
        return new RecordingKeyManager();
    }

    private @Nullable HandshakeFacts factsOf(@Nullable SSLEngine engine) {
        return engine == null ? null : underWay.get(engine);
    }

    private final class RecordingTrustManager extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            HandshakeFacts facts = factsOf(engine);
            if (engine == null || facts == null) {
                throw new CertificateException("a handshake that nobody watches");
            }
            facts.greeted(new HandshakeFacts.Greeting(
                    NegotiatedSession.underWay(engine),
                    new PeerCertificates(List.of(chain), NegotiatedSession.staple(engine))));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("without an engine, nobody watches");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("only engines are watched");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a client judges no client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a client judges no client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("a client judges no client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Gives the client certificate, if it fits the key types asked for; notes that one was asked for. */
    private final class RecordingKeyManager extends EngineKeys {
        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            HandshakeFacts facts = factsOf(engine);
            boolean fits = fits(keyTypes, engine);
            if (facts != null) {
                facts.clientCertificateWasRequested();
            }
            if (facts != null && identity != null && !fits) {
                facts.clientCertificateWasWithheld("its key is of the kind " + kindOf(identity)
                        + " (expected, by the server and our TLS engine: " + String.join(", ", keyTypes) + ")");
            }
            return fits ? ALIAS : null;
        }

        /**
         * The JDK names {@code EC} and {@code EdDSA}. BoringSSL names {@code EC} and {@code EC_EC}, and with {@code EC}
         * it means Ed25519 too, as TLS 1.2 does (RFC 8422 §5.5); whether the server takes it, it finds out itself. It
         * knows no Ed448.
         */
        private boolean fits(String[] keyTypes, @Nullable SSLEngine engine) {
            if (identity == null) {
                return false;
            }
            boolean underEc = engine instanceof ReferenceCountedOpenSslEngine
                    && kindOf(identity).equals("Ed25519");
            String wanted = underEc ? "EC" : identity.key().getAlgorithm();
            return Arrays.stream(keyTypes).anyMatch(type -> type.equals(wanted) || type.startsWith(wanted + "_"));
        }

        private static String kindOf(ClientIdentity identity) {
            return identity.key() instanceof EdECPrivateKey edwards
                    ? edwards.getParams().getName()
                    : identity.key().getAlgorithm();
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return identity == null ? null : identity.key();
        }
    }

    /** Keys for TLS engines alone: what is asked on behalf of a socket, or for a list, has none. */
    public abstract static class EngineKeys extends X509ExtendedKeyManager {
        @Override
        public final @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public final String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public final String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public final @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
