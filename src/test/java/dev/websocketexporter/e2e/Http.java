package dev.websocketexporter.e2e;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** HTTP as the tests need it. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final int FIRST_PORT = 11_000;
    private static final int PORTS = 9_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private Http() {}

    static HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** As Prometheus asks, with the time that it gives. */
    static HttpResponse<String> scrape(String url, Duration timeout) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("X-Prometheus-Scrape-Timeout-Seconds", "" + timeout.toMillis() / 1000.0));
    }

    /** The same with another limit than 20 s, which ends with an {@link java.net.http.HttpTimeoutException}. */
    static HttpResponse<String> get(String url, Duration patience) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)), patience);
    }

    static HttpResponse<String> postJson(String url, String json) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(request, Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, Duration patience) throws IOException {
        try {
            return CLIENT.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether the URL answers 200 now. */
    static boolean answers(String url) {
        try {
            return get(url).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** Whether somebody listens on this port of 127.0.0.1 now. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * A port that nobody listens on now, and that no test before got: for processes that cannot tell which one they got. It is
     * below those that the system gives to connections and to listeners on port 0, which begin as soon as it is looked up.
     */
    static int freePort() throws IOException {
        int port = nextPort();
        while (!isFree(port)) {
            port = nextPort();
        }
        return port;
    }

    private static int nextPort() {
        return FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
