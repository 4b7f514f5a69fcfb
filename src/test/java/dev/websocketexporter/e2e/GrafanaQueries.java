package dev.websocketexporter.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.dashboards.Dashboard;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks Prometheus what Grafana would ask it. An expression that Prometheus refuses fails the test with its words. */
final class GrafanaQueries {
    static final Duration RANGE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    GrafanaQueries(Prometheus prometheus) {
        this.url = prometheus.url() + "/api/v1/";
    }

    /** Whether any value is there; {@code NaN} is none. */
    boolean hasData(Dashboard.Query query, String expression) {
        JsonNode data = query.instant()
                ? ask("query?query=" + Http.encode(expression))
                : ask("query_range?step=1&" + range() + "&query=" + Http.encode(expression));
        for (JsonNode series : data.path("result")) {
            if (values(series).stream().anyMatch(value -> !value.equals("NaN"))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> values(JsonNode series) {
        List<String> values = new ArrayList<>();
        series.path("values").forEach(pair -> values.add(pair.get(1).asText()));
        if (series.has("value")) {
            values.add(series.path("value").get(1).asText());
        }
        return values;
    }

    /** What {@code label_values(series, label)} yields. */
    List<String> labelValues(String series, String label) {
        JsonNode data = ask("label/" + label + "/values?" + range() + "&match%5B%5D=" + Http.encode(series));
        return StreamSupport.stream(data.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String range() {
        Instant now = Instant.now();
        return "start=" + now.minus(RANGE).getEpochSecond() + "&end=" + now.getEpochSecond();
    }

    private JsonNode ask(String what) {
        try {
            HttpResponse<String> answer = Http.get(url + what);
            JsonNode json = JSON.readTree(answer.body());
            if (!json.path("status").asText().equals("success")) {
                throw new IllegalArgumentException("Prometheus refuses " + what + ": " + answer.body());
            }
            return json.path("data");
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer " + what, e);
        }
    }
}
