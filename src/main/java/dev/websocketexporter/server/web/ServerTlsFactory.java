package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.WebConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS engine of each connection by the web configuration that is in force when the connection begins: a new
 * certificate, or anything else of TLS, needs no restart. Safe for use by several threads.
 */
final class ServerTlsFactory extends SslContextFactory.Server {
    private static final String HTTP_1_1 = "http/1.1";

    private final WebSource source;
    private volatile PreparedTls prepared;

    /** @throws IllegalStateException if the Java runtime cannot do TLS */
    ServerTlsFactory(WebSource source) {
        this.source = source;
        this.prepared = prepared(tls(source.get()));
        setSslContext(prepared.context());
    }

    /** {@link HandshakeTrial} has seen before that a handshake succeeds with it. */
    private static PreparedTls prepared(ServerTls tls) {
        try {
            return PreparedTls.of(tls);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "the Java runtime cannot do TLS as --web.config.file says: " + e.getMessage(), e);
        }
    }

    private static ServerTls tls(WebConfiguration web) {
        return Objects.requireNonNull(web.tls(), "TLS is never switched off while the exporter runs");
    }

    @Override
    public SSLEngine newSSLEngine() {
        // On a thread of the pool: see Reading.
        return engine(source.fresh().join());
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        return newSSLEngine();
    }

    @Override
    public SSLEngine newSSLEngine(@Nullable InetSocketAddress address) {
        return newSSLEngine();
    }

    private SSLEngine engine(WebConfiguration web) {
        ServerTls tls = tls(web);
        PreparedTls last = prepared;
        if (!last.tls().equals(tls)) {
            last = prepared(tls);
            prepared = last;
        }
        SSLEngine engine = last.engine();
        if (!web.offersHttp2()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {HTTP_1_1});
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}
