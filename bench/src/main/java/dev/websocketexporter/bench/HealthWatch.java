package dev.websocketexporter.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

    private final WallAccess access;
    private final HttpServer control;
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean watches;
    private CompletableFuture<List<Duration>> watching = CompletableFuture.completedFuture(List.of());

    private HealthWatch(WallAccess access, HttpServer control) {
        this.access = access;
        this.control = control;
    }

    static HealthWatch of(WallAccess access) throws IOException {
        HttpServer control = access.control();
        control.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        control.start();
        return new HealthWatch(access, control);
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
            CompletableFuture<Duration> machine = CompletableFuture.supplyAsync(
                    () -> ask(access.on(control.getAddress().getPort()), "/"), asking);
            Duration own = ask(access, "/-/healthy");
            Duration beyond = own.minus(machine.join());
            took.add(beyond.isNegative() ? Duration.ZERO : beyond);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return took;
    }

    private static Duration ask(WallAccess access, String path) {
        long asked = System.nanoTime();
        try (Socket socket = access.connect()) {
            socket.setSoTimeout(LONGEST_SECONDS * 1_000);
            socket.getOutputStream().write(access.head(path));
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
