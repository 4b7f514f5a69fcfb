package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.server.recording.ProberLogging;
import dev.websocketexporter.server.web.WebSource;
import dev.websocketexporter.testkit.FakeProber;
import dev.websocketexporter.testkit.FakeWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server on a port of the system's choice, in front of a prober that the test moves by hand. */
public final class RunningServer implements AutoCloseable {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:30Z"), ZoneOffset.UTC);

    public final FakeProber prober = new FakeProber();
    public final FakeConfiguration configuration = new FakeConfiguration(configuration());
    public final FakeWatch watch = FakeWatch.none();
    public final AtomicLong nanos = new AtomicLong();
    public final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1.2.3", "abc", "17"));
    public final ExporterServer server;
    public final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningServer(ServerSettings settings) {
        this(settings, null);
    }

    private RunningServer(ServerSettings settings, @Nullable WebSource web) {
        metrics.configurationLoaded(configuration.get().modules().keySet(), CLOCK.instant());
        server = new ExporterServer(settings, prober, configuration, web, watch, metrics, nanos::get, CLOCK);
        server.start();
    }

    public static RunningServer start() {
        return start(settings -> settings);
    }

    public static RunningServer start(UnaryOperator<ServerSettings> change) {
        RunningServer running = new RunningServer(change.apply(settings()));
        running.server.markReady();
        return running;
    }

    /** With a web configuration. */
    public static RunningServer start(WebSource web) {
        RunningServer running = new RunningServer(settings(), web);
        running.server.markReady();
        return running;
    }

    /** Listening, but not ready. */
    public static RunningServer startingUp() {
        return new RunningServer(settings());
    }

    public static ServerSettings settings() {
        return new ServerSettings(
                List.of(ListenAddress.parse("127.0.0.1:0")),
                null,
                "",
                true,
                100,
                Duration.ofMillis(500),
                1000,
                ProberLogging.STATE_CHANGES);
    }

    public static ServerSettings withConcurrency(ServerSettings from, int most) {
        return new ServerSettings(
                from.listenAddresses(),
                from.externalUrl(),
                from.routePrefix(),
                from.echo(),
                from.historyLimit(),
                from.timeoutOffset(),
                most,
                from.proberLogging());
    }

    public static ServerSettings withPrefix(ServerSettings from, URI externalUrl, String prefix) {
        return new ServerSettings(
                from.listenAddresses(),
                externalUrl,
                prefix,
                from.echo(),
                from.historyLimit(),
                from.timeoutOffset(),
                from.maxConcurrent(),
                from.proberLogging());
    }

    public static ServerSettings withoutEcho(ServerSettings from) {
        return new ServerSettings(
                from.listenAddresses(),
                from.externalUrl(),
                from.routePrefix(),
                false,
                from.historyLimit(),
                from.timeoutOffset(),
                from.maxConcurrent(),
                from.proberLogging());
    }

    /** The modules {@code websocket} (no timeout), {@code quick} (2 s), {@code hosted} (with a Host header). */
    public static Configuration configuration() {
        Map<String, ProbeModule> modules = new LinkedHashMap<>();
        modules.put("websocket", ProbeModule.withDefaults("websocket"));
        modules.put("quick", ProbeModule.withDefaults("quick").withTimeout(Duration.ofSeconds(2)));
        modules.put(
                "hosted",
                ProbeModule.withDefaults("hosted")
                        .with(new UpgradeSettings(
                                List.of(new RequestHeader("host", List.of(new Value.Plain("chat.example.com")))),
                                null,
                                List.of(),
                                null,
                                false)));
        return new Configuration(
                modules,
                new TargetPolicy(
                        List.of(),
                        List.of(PolicyEntry.parse("*.forbidden.test"), PolicyEntry.parse("169.254.0.0/16"))));
    }

    /** How many probes wait until the server is ready. */
    public int heldProbes() {
        return server.gate().held();
    }

    /** How many requests that block it handles at once. */
    public int workers() {
        return HttpServer.WORKERS;
    }

    public void setConnectionIdleTimeout(Duration idle) {
        server.http().setConnectionIdleTimeout(idle);
    }

    public InetSocketAddress address() {
        return server.addresses().get(0);
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + address().getPort() + pathAndQuery);
    }

    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(uri(pathAndQuery)).timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<String> get(String pathAndQuery, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(pathAndQuery);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> send(String method, String pathAndQuery) throws IOException, InterruptedException {
        return client.send(
                request(pathAndQuery)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery, String... headers) {
        HttpRequest.Builder request = request(pathAndQuery);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Probes with success, from question to answer. */
    public HttpResponse<String> probe(String query, String... headers) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = getLater("/probe?" + query, headers);
        prober.next().succeed();
        return answer.get();
    }

    @Override
    public void close() {
        server.close();
    }
}
