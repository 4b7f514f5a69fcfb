package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers of {@code src/test/e2e/watch}, which run on Node.js: one of {@code ws}, each path of which has its own way with a
 * connection, and one of Socket.IO. What they see of their clients is read from what they print.
 */
final class WatchPeer implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "watch").toAbsolutePath();
    private static final Pattern EVENT = Pattern.compile("(?m)^(/\\S*) (\\d+) (open|close(?: \\d+)?) (\\d+)$");

    /** Where the packages and the program are, once they are installed. */
    private static @Nullable Path installed;

    private final Path directory;
    private final int port;
    private ManagedProcess process;
    private boolean suspended;

    /**
     * What happened to a connection.
     *
     * @param path of its URL
     * @param number of the connection, from 0
     * @param what {@code open}, or {@code close} and the code: of the peer's Close; 1005: it had none; 1006: there was no Close
     * @param millis when, since 1970
     */
    record Event(String path, int number, String what, long millis) {}

    private WatchPeer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** @param directory for its output; it need not exist */
    static WatchPeer start(Path directory) throws IOException {
        WatchPeer peer = new WatchPeer(Files.createDirectories(directory), Http.freePort());
        peer.startAgain();
        return peer;
    }

    /** Once for all tests, since it takes seconds. */
    private static synchronized Path program() throws IOException {
        Path there = installed;
        if (there == null) {
            there = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "watch-peer-");
            Npm.install(SOURCES, there, List.of("server.js", "feeds.js"));
            installed = there;
        }
        return there.resolve("server.js");
    }

    /** On the same port, after it was stopped. */
    void startAgain() throws IOException {
        process = ManagedProcess.start(
                directory, List.of(Tools.require("node").toString(), program().toString(), String.valueOf(port)));
        process.awaitReady(() -> !Announced.urls(process).isEmpty());
    }

    /** SIGKILL: all connections end, and nobody accepts new ones. */
    void kill() {
        process.kill();
    }

    /** SIGSTOP: its sockets stay open, the kernel goes on to accept connections for it, and nobody answers. */
    void suspend() throws IOException {
        Signalled.send("STOP", process.pid());
        suspended = true;
    }

    /** SIGCONT. */
    void resume() throws IOException {
        Signalled.send("CONT", process.pid());
        suspended = false;
    }

    int port() {
        return port;
    }

    String url(String path) {
        return "ws://127.0.0.1:" + port + path;
    }

    /** Of Socket.IO. */
    String socketIoUrl() {
        return Announced.urls(process).get("socket-io") + "/socket.io/?EIO=4&transport=websocket";
    }

    /** What has happened on this path since the last start, in order. */
    List<Event> events(String path) {
        List<Event> events = new ArrayList<>();
        EVENT.matcher(process.output()).results().forEach(line -> {
            if (line.group(1).equals(path)) {
                events.add(
                        new Event(path, Integer.parseInt(line.group(2)), line.group(3), Long.parseLong(line.group(4))));
            }
        });
        return events;
    }

    List<Event> opened(String path) {
        return events(path).stream()
                .filter(event -> event.what().equals("open"))
                .toList();
    }

    List<Event> closed(String path) {
        return events(path).stream()
                .filter(event -> event.what().startsWith("close"))
                .toList();
    }

    @Override
    public void close() {
        if (suspended) {
            process.kill(); // it would not hear of anything else
        } else {
            process.close();
        }
    }
}
