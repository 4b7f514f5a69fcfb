package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.ServerTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the exporter in memory before a certificate counts, with a client that trusts everybody and has all that the
 * Java runtime has: where it fails, all others would.
 */
public final class HandshakeTrial {
    /** Some twenty are needed; a long chain of certificates needs a few more. */
    private static final int MOST_TURNS = 1_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private HandshakeTrial() {}

    /** See {@link dev.websocketexporter.config.web.TlsTrial}, which is not implemented here so that Main loads neither. */
    public static @Nullable String problem(ServerTls tls) {
        try {
            SSLEngine server = PreparedTls.of(tls).engine();
            // The client has no certificate; this is about the exporter's.
            server.setWantClientAuth(false);
            shakeHands(client(), server);
            return null;
        } catch (GeneralSecurityException | IOException e) {
            boolean chosen = !tls.cipherSuites().isEmpty() || !tls.curves().isEmpty();
            return "no client could connect with it: " + e.getMessage()
                    + " (expected: an RSA key of at least 2048 bits, or one on the curve P-256, P-384 or P-521"
                    + (chosen ? ", which cipher_suites and curve_preferences fit)" : ")");
        }
    }

    private static SSLEngine client() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLEngine client = context.createSSLEngine();
        client.setUseClientMode(true);
        return client;
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        int size = 4 * server.getSession().getPacketBufferSize();
        ByteBuffer toServer = ByteBuffer.allocate(size);
        ByteBuffer toClient = ByteBuffer.allocate(size);
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            goOn(client, toClient, toServer);
            goOn(server, toServer, toClient);
            if (isOver(client) && isOver(server)) {
                return;
            }
        }
        throw new SSLException("the handshake does not end");
    }

    private static boolean isOver(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** One turn of one side; without any effect if it waits for the other. */
    private static void goOn(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(NOTHING.duplicate(), out);
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
            case NOT_HANDSHAKING, FINISHED -> {}
        }
    }

    /** Trusts everybody: whom real clients trust is their business. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
