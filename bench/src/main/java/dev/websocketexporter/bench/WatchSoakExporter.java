package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WatchScale.Crowd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The exporter in a soak of its watch: each time its configuration is loaded, one entry comes or goes. */
final class WatchSoakExporter implements AutoCloseable {
    private static final String NAME = "exporter";
    private static final int OK = 200;
    private static final int REFUSED = 500;

    /** Of the entry that comes and goes. */
    private static final int GUESTS = 5;

    private static final String MISTAKE = "watch: [{no_such_key: 1}]\n";

    private final WatchYard yard;
    private final String configuration;
    private final String guests;
    private final Subject subject;
    private final HttpClient client = HttpClient.newHttpClient();
    private boolean hasGuests;

    private WatchSoakExporter(WatchYard yard, String configuration, String guests, Subject subject) {
        this.yard = yard;
        this.configuration = configuration;
        this.guests = guests;
        this.subject = subject;
    }

    static WatchSoakExporter start(WatchYard yard, LoadServer server, int connections) throws IOException {
        WatchPlan plan = WatchPlan.of(
                new Crowd(Scheme.WS, connections),
                WatchPlan.NUMBERS_AND_TIMES,
                "heartbeat: {interval: 2s, timeout: 1s, max_missed: 2}",
                "reconnect: {min_delay: 1s, max_delay: 4s}");
        String configuration = yard.configuration("modules:\n", plan, server);
        String guests = String.join(
                "\n",
                List.of(
                        "  - name: guests",
                        "    module: " + WatchPlan.MODULE,
                        "    targets: [\"ws://127.0.1.1:" + server.port(Scheme.WS) + "/\"]",
                        "    connections: " + GUESTS,
                        ""));
        return new WatchSoakExporter(yard, configuration, guests, yard.exporter(NAME, configuration));
    }

    Subject subject() {
        return subject;
    }

    /** How many connections there are beyond those that are always there. */
    int guests() {
        return hasGuests ? GUESTS : 0;
    }

    void reload() throws IOException {
        hasGuests = !hasGuests;
        yard.configure(NAME, configuration + (hasGuests ? guests : ""));
        require(OK, post());
    }

    /** Has it refuse a configuration, and leaves the one in force in the file. */
    void reloadMistake() throws IOException {
        yard.configure(NAME, MISTAKE);
        require(REFUSED, post());
        yard.configure(NAME, configuration + (hasGuests ? guests : ""));
    }

    private static void require(int expected, HttpResponse<String> answer) {
        if (answer.statusCode() != expected) {
            throw new IllegalStateException("/-/reload was answered by " + answer.statusCode() + " " + answer.body()
                    + " (expected: " + expected + ")");
        }
    }

    private HttpResponse<String> post() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + subject.port() + "/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    WatchMetrics watch() {
        return WatchMetrics.of(subject.port());
    }

    @Override
    public void close() {
        subject.close();
    }
}
