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
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Asks Prometheus what Grafana would ask it. An expression that Prometheus refuses fails the test with its words. */
final class GrafanaQueries {
    static final Duration RANGE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    GrafanaQueries(Prometheus prometheus) {
        this.url = prometheus.url() + "/api/v1/";
    }

    /** Whether any value or any native histogram is there; {@code NaN} is none. */
    boolean hasData(Dashboard.Query query, String expression) {
        JsonNode data = query.instant()
                ? ask("query?query=" + Http.encode(expression))
                : ask("query_range?step=1&" + range(Instant.now()) + "&query=" + Http.encode(expression));
        for (JsonNode series : data.path("result")) {
            if (series.has("histograms") || values(series).stream().anyMatch(value -> !value.equals("NaN"))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What an expression has at a moment of the past, or in the time before it: each series with its labels and its values,
     * these rounded, since the order in which figures are added up is not the same every time.
     */
    Set<String> answer(Dashboard.Query query, String expression, Instant end) {
        JsonNode data = query.instant()
                ? ask("query?time=" + end.getEpochSecond() + "&query=" + Http.encode(expression))
                : ask("query_range?step=1&" + range(end) + "&query=" + Http.encode(expression));
        return StreamSupport.stream(data.path("result").spliterator(), false)
                .map(series -> series.path("metric") + " "
                        + values(series).stream().map(GrafanaQueries::rounded).toList())
                .collect(Collectors.toSet());
    }

    private static String rounded(String value) {
        return String.format(Locale.ROOT, "%.9g", Double.valueOf(value.replace("Inf", "Infinity")));
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
        JsonNode data =
                ask("label/" + label + "/values?" + range(Instant.now()) + "&match%5B%5D=" + Http.encode(series));
        return StreamSupport.stream(data.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String range(Instant end) {
        return "start=" + end.minus(RANGE).getEpochSecond() + "&end=" + end.getEpochSecond();
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
