package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with a watch, as the server sees it: start, reload, target files, the end by a signal. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class WatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Signals signals = new Signals(code -> {
        throw new AssertionError("halted with " + code);
    });
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** What became of the connections to each path, in their order: open, or the code of the exporter's Close. */
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    /** What the exporter has sent on all connections. */
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private ScriptedServer target;
    private CompletableFuture<Integer> exit;
    private int port;

    @BeforeEach
    void start() throws IOException {
        target = ScriptedServer.plain(this::serve);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (exit != null && !exit.isDone()) {
            signals.ended("TERM", 15);
            exit.get(40, TimeUnit.SECONDS);
        }
        target.close();
        Logging.apply(Level.INFO, LogFormat.LOGFMT);
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        String path = head.requestLine().split(" ")[1].substring(1);
        peer.send(UpgradeAnswer.to(head).text());
        List<String> ofThePath = seen.computeIfAbsent(path, none -> new CopyOnWriteArrayList<>());
        int index;
        synchronized (ofThePath) {
            index = ofThePath.size();
            ofThePath.add("open");
        }
        ReceivedFrame frame = peer.readFrame();
        while (!frame.isClose()) {
            said.add(new String(frame.payload(), StandardCharsets.UTF_8));
            frame = peer.readFrame();
        }
        ofThePath.set(index, String.valueOf(frame.closeCode()));
        peer.sendClose(frame.closeCode(), "");
        peer.fin();
    }

    private void run() throws Exception {
        run("error");
    }

    private void run(String level) throws Exception {
        PrintStream out = new PrintStream(err, true, StandardCharsets.UTF_8);
        exit = CompletableFuture.supplyAsync(
                () -> new Main(out, out, () -> signals)
                        .run(
                                "--web.listen-address=127.0.0.1:" + port,
                                "--log.level=" + level,
                                "--config.file=" + directory.resolve("config.yml")),
                work -> new Thread(work, "main").start());
        await(() -> status("/-/ready") == 200);
    }

    /** At once, as editors and Kubernetes do. */
    private Path write(String name, String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        return Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String url(String path) {
        return "ws://127.0.0.1:" + target.port() + "/" + path;
    }

    private void configure(String... paths) throws IOException {
        String targets = Arrays.stream(paths).map(this::url).toList().toString();
        write("config.yml", """
                modules: {websocket: {}}
                watch:
                  - name: feed
                    targets: %s
                    target_files: ["*.watched.yml"]
                    connections: 2
                    reconnect: {min_delay: 100ms}
                """.formatted(targets));
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0; // it does not listen yet
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> reload() throws IOException {
        return send(HttpRequest.newBuilder(uri("/-/reload")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private void await(BooleanSupplier condition) {
        Conditions.await(PATIENCE, Duration.ofMillis(20), condition, () -> seen + err.toString(StandardCharsets.UTF_8));
    }

    private void awaitSeen(Map<String, List<String>> expected) {
        await(() -> seen.equals(expected));
    }

    @Test
    void reloadKeepsWhatIsUnchangedAndASignalClosesAllWith1001() throws Exception {
        configure("a", "b");
        run();
        awaitSeen(Map.of("a", List.of("open", "open"), "b", List.of("open", "open")));
        assertThat(get("/watch").body())
                .contains("websocket_connections_active{watch=\"feed\",target=\"" + url("a") + "\",} 2.0");

        configure("a", "c");
        assertThat(reload().statusCode()).isEqualTo(200);
        awaitSeen(Map.of("a", List.of("open", "open"), "b", List.of("1000", "1000"), "c", List.of("open", "open")));
        assertThat(get("/watch").body()).contains(url("c")).doesNotContain(url("b"));

        signals.ended("TERM", 15);
        assertThat(exit.get(40, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(seen)
                .isEqualTo(Map.of(
                        "a", List.of("1001", "1001"), "b", List.of("1000", "1000"), "c", List.of("1001", "1001")));
    }

    @Test
    void targetFilesAreReadWithAReloadAndABadOneChangesNothing() throws Exception {
        configure();
        run();
        assertThat(get("/watch").statusCode()).isEqualTo(200);
        Path file = write("1.watched.yml", "- {targets: [\"" + url("a?token=MARKER") + "\"], labels: {team: x}}\n");
        reload();
        awaitSeen(Map.of("a?token=MARKER", List.of("open", "open")));
        assertThat(get("/watch").body())
                .contains("team=\"x\"", "token=<secret>")
                .doesNotContain("MARKER");
        assertThat(get("/metrics").body()).contains("websocket_exporter_watch_target_files_last_load_successful 1.0");

        write("1.watched.yml", "- {targets: [\"" + url("b") + "\"], labels: {watch: x}}\n");
        reload();
        await(() -> figures().contains("websocket_exporter_watch_target_files_last_load_successful 0.0"));
        assertThat(seen).containsOnlyKeys("a?token=MARKER");
        Files.delete(file);
        reload();
        awaitSeen(Map.of("a?token=MARKER", List.of("1000", "1000")));
    }

    @Test
    void secretsOfAWatchAreSentAndNowhereShown() throws Exception {
        int nobody;
        try (ServerSocket gone = new ServerSocket(0)) {
            nobody = gone.getLocalPort();
        }
        write("config.yml", "modules: {websocket: {}}\n");
        run("debug");
        write("config.yml", """
                modules: {websocket: {}}
                watch:
                  - name: feed
                    targets: ["%s", "ws://127.0.0.1:%d/?token=MARKER"]
                    connections: 2
                    reconnect: {min_delay: 100ms}
                    send: {every: 1s, text: "MARKER-sent"}
                    broadcast: {every: 1s, text: "MARKER-${id}", timeout: 300ms}
                """.formatted(url("a?token=MARKER"), nobody));
        try (CapturedLog log = CapturedLog.of("ROOT")) {
            assertThat(reload().statusCode()).isEqualTo(200);
            await(() -> said.contains("MARKER-sent")
                    && said.stream().anyMatch(text -> text.matches("MARKER-(?!sent).+"))
                    && shown(log).contains("connection_refused"));

            assertThat(seen).containsOnlyKeys("a?token=MARKER");
            assertThat(get("/watch").body()).contains("token=<secret>");
            for (String path : List.of("/watch", "/config", "/", "/metrics", "/api/v1/watch", "/api/v1/probes")) {
                HttpResponse<String> answer = get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).as(path).doesNotContain("MARKER");
            }
            assertThat(shown(log)).contains("token=<secret>").doesNotContain("MARKER");
        }
    }

    private static String shown(CapturedLog log) {
        return Stream.of(LogFormat.values())
                .map(format -> new LogLayout(format, Level.DEBUG))
                .flatMap(layout -> log.events().stream().map(layout::doLayout))
                .collect(Collectors.joining());
    }

    private String figures() {
        try {
            return get("/metrics").body();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    @Test
    void watchMayComeAndGoWithAReload() throws Exception {
        write("config.yml", "modules: {websocket: {}}\n");
        run();
        assertThat(status("/watch")).isEqualTo(404);
        configure("a");
        reload();
        awaitSeen(Map.of("a", List.of("open", "open")));
        assertThat(status("/watch")).isEqualTo(200);
        write("config.yml", "modules: {websocket: {}}\nwatch: [{name: feed, targets: [nonsense]}]\n");
        assertThat(reload().statusCode()).isEqualTo(500);
        write("config.yml", "modules: {websocket: {}}\n");
        reload();

        awaitSeen(Map.of("a", List.of("1000", "1000")));
        assertThat(status("/watch")).isEqualTo(404);
    }

    @Test
    void mistakeIsToldBeforeAnythingIsOpened() throws Exception {
        write("config.yml", """
                modules: {websocket: {}}
                watch:
                  - {name: good, targets: ["%s"]}
                  - {name: bad, module: websockt, targets: ["ws://169.254.1.2/"], broadcast: {text: "${id}"}}
                """.formatted(url("a")));
        Main main = new Main(
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> signals);

        assertThat(main.run("--config.file=" + directory.resolve("config.yml"))).isEqualTo(Main.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("^.*config.yml:", "")))
                .containsExactly(
                        "4:17: watch[1].module: \"websockt\" is no module (did you mean \"websocket\"?)",
                        "4:45: watch[1].targets[0]: address 169.254.1.2 is forbidden by target_policy.deny:"
                                + " 169.254.0.0/16 (expected: a target that may be dialled)",
                        "4:67: watch[1].broadcast: 1 connection has no other that a broadcast could reach"
                                + " (expected: connections: 2 or more, beside broadcast)");
        assertThat(target.accepted()).isZero();
    }
}
