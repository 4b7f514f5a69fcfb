package dev.websocketexporter.bench;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * How an exporter is asked: by everybody, or over TLS and with a password.
 *
 * @param port on 127.0.0.1
 * @param guard absent: everybody may ask
 */
record WallAccess(int port, Optional<Guard> guard) {
    /**
     * What it takes to be let in.
     *
     * @param identity of the exporter
     * @param root of which the identity is
     * @param login a user and a password, with a colon between them
     */
    record Guard(TestIdentity identity, TestIdentity root, String login) {
        /** As the header field has it. */
        String authorization() {
            return basic(login);
        }

        static String basic(String login) {
            return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The same at another port. */
    WallAccess on(int other) {
        return new WallAccess(other, guard);
    }

    HttpClient.Builder client() {
        HttpClient.Builder client = HttpClient.newBuilder();
        guard.ifPresent(known -> client.sslContext(known.root().clientContextTrustingMe()));
        return client;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create((guard.isPresent() ? "https" : "http") + "://127.0.0.1:" + port + path));
        guard.ifPresent(known -> request.header("Authorization", known.authorization()));
        return request;
    }

    /** A connection of its own, with a handshake of its own if there is TLS. */
    Socket connect() throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        return guard.isEmpty()
                ? new Socket(host, port)
                : guard.get()
                        .root()
                        .clientContextTrustingMe()
                        .getSocketFactory()
                        .createSocket(host, port);
    }

    /** The head of a request after whose answer the connection ends. */
    byte[] head(String path) {
        String login = guard.map(known -> "Authorization: " + known.authorization() + "\r\n")
                .orElse("");
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + login + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The whole answer. */
    String get(String path) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(path));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server of this process, not started yet, that is asked in the same way. */
    HttpServer control() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (guard.isEmpty()) {
            return HttpServer.create(anyPort, 0);
        }
        HttpsServer server = HttpsServer.create(anyPort, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(guard.get().identity().serverContext()));
        return server;
    }
}
