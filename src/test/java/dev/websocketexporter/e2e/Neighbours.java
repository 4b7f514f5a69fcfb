package dev.websocketexporter.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.websocketexporter.render.ProbeMetric;
import dev.websocketexporter.render.WatchMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Other exporters of the same Prometheus, whose metrics have the names of ours: one that probes, as blackbox_exporter does,
 * and whose probes all fail; a Java program that serves WebSockets; one that is down; and Prometheus itself.
 */
final class Neighbours implements AutoCloseable {
    /** What tells that each of them was scraped. */
    static final List<String> SIGNS = List.of(
            "probe_success{job=\"blackbox\"} == 0",
            "jvm_threads_current{job=\"java_program\"}",
            "up{job=\"node\"} == 0",
            "process_start_time_seconds{job=\"prometheus\"}");

    private static final String OWN_PREFIX = "probe_websocket_";
    private static final Pattern OF_EVERY_PROGRAM = Pattern.compile("(?m)^(# (HELP|TYPE) )?(jvm|process)_.*$");

    private final HttpServer server;
    private final Path prometheusItself;

    private Neighbours(HttpServer server, Path prometheusItself) {
        this.server = server;
        this.prometheusItself = prometheusItself;
    }

    /** @param exporter whose metrics about its process and its Java the other Java program has too */
    static Neighbours start(Exporter exporter, Path directory) throws IOException {
        String ofJava = OF_EVERY_PROGRAM
                .matcher(Http.get("http://127.0.0.1:" + exporter.port() + "/metrics")
                        .body())
                .results()
                .map(line -> line.group() + "\n")
                .collect(Collectors.joining());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/probe", exchange -> answer(exchange, failedProbe()));
        server.createContext("/metrics", exchange -> answer(exchange, ofJava + ofAServer()));
        server.start();
        return new Neighbours(server, directory.resolve("prometheus-itself.json"));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Every metric of a probe that does not have our name; all are 0, which is a failure and a certificate long expired. */
    private static String failedProbe() {
        return Arrays.stream(ProbeMetric.values())
                .filter(metric -> !metric.metricName().startsWith(OWN_PREFIX))
                .map(metric -> metric.metricName() + labels(metric) + " 0\n")
                .collect(Collectors.joining());
    }

    /** What a server tells of its own connections, by the names that /watch has too. */
    private static String ofAServer() {
        return Arrays.stream(WatchMetric.values())
                .filter(metric -> metric.type() != WatchMetric.Type.HISTOGRAM)
                .map(metric -> metric.metricName()
                        + metric.labels().stream()
                                .map(label -> label + "=\"of_a_server\"")
                                .collect(Collectors.joining(",", "{", "}"))
                        + " 1\n")
                .collect(Collectors.joining());
    }

    private static String labels(ProbeMetric metric) {
        return metric.labels().stream()
                .map(label -> label + "=\"" + (label.equals("position") ? "0" : "of_a_neighbour") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * Their jobs.
     *
     * @param shared targets that the other prober has in common with us
     */
    String scrapeConfiguration(List<String> shared) {
        String instances = shared.stream().map(url -> '"' + url + '"').collect(Collectors.joining(", "));
        return """
                  - job_name: blackbox
                    metrics_path: /probe
                    static_configs: [{labels: {location: home}, targets: [%1$s, "https://neighbour.example/"]}]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%2$d"}
                  - job_name: java_program
                    static_configs: [{targets: ["127.0.0.1:%2$d"]}]
                  - job_name: node
                    static_configs: [{labels: {location: home}, targets: ["127.0.0.1:1"]}]
                  - job_name: prometheus
                    file_sd_configs: [{files: ["%3$s"], refresh_interval: 1s}]
                """.formatted(instances, server.getAddress().getPort(), prometheusItself);
    }

    /** Lets Prometheus scrape itself: its port is known only now. */
    void include(Prometheus prometheus) throws IOException {
        String address = prometheus.url().replace("http://", "");
        Files.writeString(prometheusItself, "[{\"targets\": [\"" + address + "\"]}]");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
