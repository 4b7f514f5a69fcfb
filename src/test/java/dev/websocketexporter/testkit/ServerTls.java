package dev.websocketexporter.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * How a server speaks TLS.
 *
 * @param context its identity and whom it trusts
 * @param protocols as the JDK names them; empty: the JDK's own choice
 * @param ciphers as the JDK names them; empty: the JDK's own choice
 * @param clientAuth whether the client must show a certificate
 * @param applications what it speaks, by ALPN; empty: it knows no ALPN
 */
public record ServerTls(
        SSLContext context,
        List<String> protocols,
        List<String> ciphers,
        ClientAuth clientAuth,
        List<String> applications) {
    /** What is asked of the client. */
    public enum ClientAuth {
        NONE,
        NEED
    }

    public ServerTls {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        applications = List.copyOf(applications);
    }

    public static ServerTls of(SSLContext context) {
        return new ServerTls(context, List.of(), List.of(), ClientAuth.NONE, List.of());
    }

    public ServerTls protocols(String... names) {
        return new ServerTls(context, List.of(names), ciphers, clientAuth, applications);
    }

    public ServerTls ciphers(String... names) {
        return new ServerTls(context, protocols, List.of(names), clientAuth, applications);
    }

    public ServerTls needingClientCertificate() {
        return new ServerTls(context, protocols, ciphers, ClientAuth.NEED, applications);
    }

    /** The same, and by ALPN it selects the first of these that the client offers, or refuses the client. */
    public ServerTls speaking(String... names) {
        return new ServerTls(context, protocols, ciphers, clientAuth, List.of(names));
    }

    /** @param consumed what was read off the socket already */
    SSLSocket over(Socket raw, InputStream consumed) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, consumed, true);
        if (!protocols.isEmpty()) {
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        if (!ciphers.isEmpty()) {
            socket.setEnabledCipherSuites(ciphers.toArray(String[]::new));
        }
        if (!applications.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(applications.toArray(String[]::new));
            socket.setSSLParameters(parameters);
        }
        socket.setNeedClientAuth(clientAuth == ClientAuth.NEED);
        return socket;
    }
}
