package dev.websocketexporter.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks {@code /-/healthy} ten times a second. At the same time it asks a server of this process that does nothing else:
 * what that one took, the machine took, which here has to play the peers too.
 */
final class HealthWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int LONGEST_SECONDS = 30;

    private final int port;
    private final HttpServer control;
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean watches;
    private CompletableFuture<List<Duration>> watching = CompletableFuture.completedFuture(List.of());

    private HealthWatch(int port, HttpServer control) {
        this.port = port;
        this.control = control;
    }

    static HealthWatch of(int port) throws IOException {
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        control.start();
        return new HealthWatch(port, control);
    }

    void begin() {
        watches = true;
        watching = CompletableFuture.supplyAsync(this::watch, asking);
    }

    /** How much longer each answer took than that of the control. */
    List<Duration> end() {
        watches = false;
        return watching.join();
    }

    private List<Duration> watch() {
        List<Duration> took = new ArrayList<>();
        while (watches) {
            CompletableFuture<Duration> machine =
                    CompletableFuture.supplyAsync(() -> ask(control.getAddress().getPort(), "/"), asking);
            Duration own = ask(port, "/-/healthy");
            Duration beyond = own.minus(machine.join());
            took.add(beyond.isNegative() ? Duration.ZERO : beyond);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return took;
    }

    private static Duration ask(int port, String path) {
        long asked = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_SECONDS * 1_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            if (!status.equals("HTTP/1.1 200")) {
                throw new IllegalStateException(path + " answered: " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is not answered", e);
        }
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    @Override
    public void close() {
        watches = false;
        control.stop(0);
        asking.shutdownNow();
    }
}
