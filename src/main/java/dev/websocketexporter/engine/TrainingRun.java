package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.engine.warmup.LoopbackServer;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.tls.SelfSignedIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays probes against another exporter while Java records there, for its cache, what a probe needs and how often it is
 * called: so a new exporter compiles early what is worth it. Only {@code image/make-cache} runs it, in a process of its
 * own, so that the cache has nothing of it.
 */
public final class TrainingRun {
    private static final String CONFIGURATION = "training.yml";
    private static final String COMMANDS = "commands";
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Nobody listens there. */
    private static final String REFUSED = "ws://127.0.0.1:1/";

    /** As a Prometheus asks. */
    private static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI exporter;
    private final Ticker ticker;
    private final Clock clock;

    /**
     * A training of one exporter.
     *
     * @param exporter where it is going to answer
     */
    public TrainingRun(URI exporter, Ticker ticker, Clock clock) {
        this.exporter = exporter;
        this.ticker = ticker;
        this.clock = clock;
    }

    /**
     * Writes the configuration of the exporter, {@code training.yml}, into a directory, waits for the exporter, and plays.
     *
     * @param configured is run when the exporter can be started
     * @param count how many requests to play
     * @throws IllegalStateException if an answer is not the expected one
     */
    public void play(Path directory, Runnable configured, int count)
            throws IOException, InterruptedException, ExecutionException {
        SelfSignedIdentity identity = SelfSignedIdentity.create(clock.instant());
        try (LoopbackServer server = LoopbackServer.start(Transport.preferred(), TlsEngine.preferred(), identity)) {
            Path root = directory.resolve("root.pem");
            Files.writeString(root, identity.issuerPem());
            writeCommands(directory, server);
            Path written = Files.writeString(directory.resolve("next.yml"), configuration(root));
            // Whole or not at all: whoever waits for it reads it at once.
            Files.move(written, directory.resolve(CONFIGURATION));
            configured.run();
            awaitReady();
            play(requests(server.plainUrl(), server.secureUrl()), count);
        }
    }

    /**
     * What people type, a command a line with tabs between its words: the exporter's process runs it before it serves.
     */
    private static void writeCommands(Path directory, LoopbackServer server) throws IOException {
        String file = "--config.file=" + directory.resolve(CONFIGURATION);
        List<List<String>> commands = List.of(
                List.of("probe", file, "--module=trusting", server.secureUrl()),
                List.of("probe", file, "--module=plain", "--send=hello", "--expect=^hello", server.plainUrl()),
                List.of("probe", file, "--module=plain", "--count=2", "--interval=0s", REFUSED),
                List.of("probe", file, "--module=plain", "--output=json", server.secureUrl()),
                List.of("probe", file, "--module=plain", "--output=metrics", server.plainUrl()),
                List.of("completion", "bash"));
        Files.write(
                directory.resolve(COMMANDS),
                commands.stream().map(words -> String.join("\t", words)).toList());
    }

    private static String configuration(Path root) {
        return """
                modules:
                  plain:
                    prober: websocket
                    websocket: {preferred_ip_protocol: ip4}
                  trusting:
                    prober: websocket
                    websocket:
                      http_config: {tls_config: {ca_file: "%s"}}
                  ping:
                    prober: websocket
                    websocket:
                      heartbeat: {pings: 1}
                  echo:
                    prober: websocket
                    websocket:
                      query_response:
                        - send: "hello"
                        - expect: "^hello"
                """.formatted(root);
    }

    /** What users do, each as often as it stands here: probes of ws and wss that succeed, and some that do not. */
    private static List<Request> requests(String plain, String secure) {
        return List.of(
                Request.probe("plain", plain, true),
                Request.probe("trusting", secure, true),
                Request.probe("plain", plain, true),
                Request.probe("trusting", secure, true),
                Request.probe("plain", plain.replace("127.0.0.1", "localhost"), true),
                Request.probe("trusting", secure, true),
                Request.probe("ping", plain, true),
                Request.probe("trusting", secure, true),
                Request.probe("echo", plain, true),
                Request.probe("trusting", secure, true),
                Request.probe("plain", secure, false),
                Request.probe("plain", REFUSED, false),
                new Request("/metrics", "\nwebsocket_exporter_build_info{"));
    }

    /**
     * A request of the exporter.
     *
     * @param expected a line of the answer
     */
    private record Request(String path, String expected) {
        static Request probe(String module, String target, boolean successful) {
            return new Request(
                    "/probe?module=" + module + "&target=" + target, "\nprobe_success " + (successful ? "1.0" : "0.0"));
        }
    }

    private void awaitReady() throws InterruptedException {
        long end = ticker.read() + PATIENCE.toNanos();
        while (!isReady()) {
            if (ticker.read() - end > 0) {
                throw new IllegalStateException("the exporter is not ready after " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return client.send(get("/-/ready"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It does not listen yet.
            return false;
        }
    }

    private void play(List<Request> requests, int count) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                shares.add(threads.submit(asking(requests, i, count)));
            }
            for (Future<?> share : shares) {
                share.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every so many-th of the requests, so that all are played together. */
    private Callable<@Nullable Void> asking(List<Request> requests, int first, int count) {
        return () -> {
            for (int i = first; i < count; i += AT_ONCE) {
                ask(requests.get(i % requests.size()));
            }
            return null;
        };
    }

    private void ask(Request request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(get(request.path()), BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains(request.expected())) {
            throw new IllegalStateException(request.path() + " was answered with " + answer.statusCode()
                    + " (expected: 200 and " + request.expected().strip() + "): " + answer.body());
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(exporter.resolve(path))
                .timeout(PATIENCE)
                .header("Accept", ACCEPT)
                .header("X-Prometheus-Scrape-Timeout-Seconds", "10")
                .build();
    }
}
