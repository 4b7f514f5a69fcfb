package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallRound.HealthyProbe;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Probes healthy targets, each once a second, one after the other. */
final class HealthyProbes {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Longer than any answer may take, so that one that never comes ends no run. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final WallAccess access;
    private final List<String> queries;

    HealthyProbes(WallAccess access, List<String> queries) {
        this.client = access.client().build();
        this.access = access;
        this.queries = queries;
    }

    /** @param until no probe begins after it, by {@link System#nanoTime} */
    List<HealthyProbe> until(long until) {
        List<CompletableFuture<HealthyProbe>> probes = new ArrayList<>();
        long next = System.nanoTime();
        while (next < until) {
            probes.add(probe(queries.get(probes.size() % queries.size())));
            next += INTERVAL.toNanos() / queries.size();
            for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
                LockSupport.parkNanos(next - now);
            }
        }
        return probes.stream().map(CompletableFuture::join).toList();
    }

    /** Probes the first and the last one; returns what was said instead of a success, or nothing. */
    String once() {
        return Stream.of(queries.get(0), queries.get(queries.size() - 1))
                .map(query -> probe(query).join().failure())
                .collect(Collectors.joining());
    }

    private CompletableFuture<HealthyProbe> probe(String query) {
        long asked = System.nanoTime();
        HttpRequest request =
                access.request("/probe?" + query).timeout(PATIENCE).build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .handle((answer, failure) -> new HealthyProbe(
                        query,
                        Duration.ofNanos(System.nanoTime() - asked),
                        failure == null ? fault(answer) : failure.toString()));
    }

    private static String fault(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.body();
        }
        return answer.body().contains("\nprobe_success 1")
                ? ""
                : answer.body()
                        .lines()
                        .filter(line -> line.startsWith("probe_websocket_failure_info")
                                || line.startsWith("probe_duration_seconds"))
                        .collect(Collectors.joining(" "));
    }
}
