package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The exporter under {@code bench/soak --faults}: with the image's command line, and name servers of the soak. */
final class SoakExporter implements AutoCloseable {
    private static final String CONFIGURATION = "websocket_exporter.yml";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int REFUSED = 500;
    private static final String MISTAKE = "modules: {broken: {websocket: {no_such_key: 1}}}\n";

    private final SoakPlace place;
    private final List<SoakTarget> targets;
    private final Subject subject;
    private final Closeable names;
    private final HttpClient client = HttpClient.newHttpClient();
    private int edition;

    private SoakExporter(SoakPlace place, List<SoakTarget> targets, Subject subject, Closeable names) {
        this.place = place;
        this.targets = targets;
        this.subject = subject;
        this.names = names;
    }

    /** @param named whether it asks {@link SoakNames}, which live as long as it */
    static SoakExporter start(SoakPlace place, List<SoakTarget> targets, boolean named) throws IOException {
        place.publish(CONFIGURATION, configuration(targets, 0));
        List<String> command = new ArrayList<>();
        Closeable names = named ? SoakNames.start() : () -> {};
        if (named) {
            place.publish("resolv.conf", SoakNames.resolvConf());
            command.addAll(List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "mount --bind " + place.file("resolv.conf") + " /etc/resolv.conf && exec \"$@\"",
                    "sh"));
        }
        command.addAll(ThisExporter.imageCommand());
        command.add("--config.file=" + place.file(CONFIGURATION));
        command.add("--web.listen-address=127.0.0.1:0");
        Subject subject = Subject.start(place.directory(), "exporter", command);
        Conditions.await(
                READY_WITHIN,
                () -> StartUps.get(subject.port(), "/-/ready").startsWith("HTTP/1.1 200"),
                () -> "the exporter does not become ready");
        return new SoakExporter(place, targets, subject, names);
    }

    /** Each edition has other modules, so that nothing of the last one can be kept. */
    private static String configuration(List<SoakTarget> targets, int edition) {
        return targets.stream()
                .map(target -> target.with(List.of("headers: {X-Edition: edition-" + edition + "}")))
                .map(SoakTarget::yaml)
                .collect(Collectors.joining("", "modules:\n", ""));
    }

    int port() {
        return subject.port();
    }

    /** Puts a new configuration in force by {@code /-/reload}. */
    void reload() throws IOException {
        place.publish(CONFIGURATION, configuration(targets, ++edition));
        require(OK, post("/-/reload"));
    }

    /** Has it refuse a configuration, and leaves the one in force in the file. */
    void reloadMistake() throws IOException {
        place.publish(CONFIGURATION, MISTAKE);
        require(REFUSED, post("/-/reload"));
        place.publish(CONFIGURATION, configuration(targets, edition));
    }

    /** Puts a new configuration in force by SIGHUP. */
    void hangUp() throws IOException {
        place.publish(CONFIGURATION, configuration(targets, ++edition));
        subject.process().signal("HUP");
    }

    private static void require(int expected, HttpResponse<String> answer) {
        if (answer.statusCode() != expected) {
            throw new IllegalStateException("/-/reload was answered by " + answer.statusCode() + " " + answer.body()
                    + " (expected: " + expected + ")");
        }
    }

    private HttpResponse<String> post(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of all its own series whose name and labels match. */
    double metric(String pattern) {
        Matcher series = Pattern.compile("(?m)^" + pattern + " (\\S+)$").matcher(StartUps.get(port(), "/metrics"));
        double sum = 0;
        while (series.find()) {
            sum += Double.parseDouble(series.group(1));
        }
        return sum;
    }

    Subject subject() {
        return subject;
    }

    double rssMebibytes() {
        return subject.rssMebibytes();
    }

    double cpuSeconds() {
        return subject.cpuSeconds();
    }

    /** Sends SIGTERM; it must end with 0, in time. */
    void end() {
        int status = subject.process().end(ENDS_WITHIN);
        if (status != 0) {
            throw new IllegalStateException("the exporter ended with " + status + " (expected: 0)");
        }
    }

    @Override
    public void close() throws IOException {
        subject.close();
        names.close();
    }
}
