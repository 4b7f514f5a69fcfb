package dev.websocketexporter.server.web;

import dev.websocketexporter.server.connection.ClientConnector;
import dev.websocketexporter.server.connection.Http2;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a port with TLS speaks: HTTP/2 if the client prefers it, HTTP/1.1, and one sentence of plain HTTP. */
public final class SecureProtocols {
    private static final Logger LOG = LoggerFactory.getLogger(SecureProtocols.class);
    private static final String HTTP_1_1 = "http/1.1";
    private static final String HTTP_2 = "h2";
    private static final String ALPN = "alpn";

    private SecureProtocols() {}

    /**
     * The protocols of a connector, the one that begins a connection first.
     *
     * @param source has TLS
     * @throws IllegalStateException if the Java runtime cannot use the certificate
     */
    public static List<ConnectionFactory> of(HttpConfiguration http, WebSource source) {
        boolean http2 = source.get().offersHttp2();
        SslConnectionFactory tls = new SslConnectionFactory(new ServerTlsFactory(source), http2 ? ALPN : HTTP_1_1);
        tls.addBean(new FailedHandshakes());
        List<ConnectionFactory> protocols = new ArrayList<>();
        protocols.add(new PlainHttpRefusal(tls));
        if (http2) {
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(HTTP_2, HTTP_1_1);
            alpn.setDefaultProtocol(HTTP_1_1);
            protocols.add(alpn);
            protocols.add(new Http2(http));
        }
        protocols.add(ClientConnector.http1(http));
        return protocols;
    }

    /** Anybody can cause them, as often as they like: the log has them for those who look for a reason. */
    private static final class FailedHandshakes implements SslHandshakeListener {
        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            LOG.atDebug()
                    .addKeyValue("client", event.getEndPoint().getRemoteSocketAddress())
                    .addKeyValue("reason", reason(failure))
                    .log("TLS handshake failed");
        }

        /** The cause says more than what the engine makes of it. */
        private static String reason(Throwable failure) {
            Throwable deepest = failure;
            while (deepest.getCause() != null && deepest.getCause() != deepest) {
                deepest = deepest.getCause();
            }
            return String.valueOf(deepest.getMessage());
        }
    }
}
