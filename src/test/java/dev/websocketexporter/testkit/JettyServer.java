package dev.websocketexporter.testkit;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty; its plain port takes HTTP/2 from clients that know beforehand that it does. */
public final class JettyServer implements RealServer {
    private static final boolean NO_SNI_CHECK = false;

    private final Server jetty = new Server();
    private final ServerConnector plain;
    private final ServerConnector secure;

    public JettyServer(SSLContext tls) {
        this(ServerTls.of(tls));
    }

    public JettyServer(ServerTls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.context());
        factory.setIncludeProtocols(tls.protocols().toArray(String[]::new));
        factory.setIncludeCipherSuites(tls.ciphers().toArray(String[]::new));
        factory.setNeedClientAuth(tls.clientAuth() == ServerTls.ClientAuth.NEED);
        HttpConfiguration https = new HttpConfiguration();
        // Tests come by address as well, which no certificate here is for; Jetty would answer 400.
        https.addCustomizer(new SecureRequestCustomizer(NO_SNI_CHECK));
        HttpConfiguration http = new HttpConfiguration();
        this.plain =
                new ServerConnector(jetty, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        this.secure = new ServerConnector(jetty, factory, secured(https, tls.applications()));
        for (ServerConnector connector : List.of(plain, secure)) {
            connector.setHost("127.0.0.1");
            jetty.addConnector(connector);
        }
        jetty.setHandler(WebSocketUpgradeHandler.from(
                jetty,
                container -> container.addMapping("/echo", (request, response, callback) -> {
                    if (request.getSubProtocols().contains("chat")) {
                        response.setAcceptedSubProtocol("chat");
                    }
                    return new Echo();
                })));
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not start", e);
        }
    }

    private static ConnectionFactory[] secured(HttpConfiguration https, List<String> applications) {
        HttpConnectionFactory one = new HttpConnectionFactory(https);
        if (applications.isEmpty()) {
            return new ConnectionFactory[] {one};
        }
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(applications.toArray(String[]::new));
        alpn.setDefaultProtocol(one.getProtocol());
        return new ConnectionFactory[] {alpn, new HTTP2ServerConnectionFactory(https), one};
    }

    /** Public, since Jetty looks its methods up. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }
    }

    @Override
    public int plainPort() {
        return plain.getLocalPort();
    }

    @Override
    public int securePort() {
        return secure.getLocalPort();
    }

    @Override
    public boolean offersWebSocketOverHttp2() {
        return true;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not stop", e);
        }
    }

    @Override
    public String toString() {
        return "Jetty";
    }
}
