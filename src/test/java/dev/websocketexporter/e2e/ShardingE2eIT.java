package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code examples/prometheus/sharding.yml}: two exporters share two hundred targets. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, for programs of its own
@Timeout(240)
class ShardingE2eIT {
    private static final int TARGETS = 200;
    /** Of two hundred tosses of a coin, fewer heads than this come once in a hundred million times. */
    private static final int FAIR_SHARE = 60;

    private static final int ROUNDS = 3;
    /** Not all at one moment: a busy machine may lose a probe now and then. */
    private static final String SUCCEEDED = "max_over_time(probe_success[10m]) == 1";

    private static final Duration PROBED_WITHIN = Duration.ofSeconds(150);
    /** Where the names of the exporters are in the example, with their numbers in the same place. */
    private static final String NAME = "websocket-exporter-";

    private static final String ADDRESS = "127.0.0.10";

    /** By the path of a target, the exporters that were seen there, as their User-Agent says. */
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

    @Test
    void eachTargetIsProbedByExactlyOneExporter(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException {
        Tools.require("prometheus");
        int port = Http.freePort();
        try (ScriptedServer server = ScriptedServer.plain(this::serve);
                Exporter first = exporter(0, port, directory);
                Exporter second = exporter(1, port, directory);
                Prometheus prometheus = PrometheusExample.of("sharding.yml", directory)
                        .with(NAME, ADDRESS)
                        .with(":10115", ":" + port)
                        .withFile("targets/all.yml", "- targets: " + targets(server.port()))
                        .start()) {
            assertThat(List.of(first.port(), second.port())).doesNotContain(port);
            Conditions.await(
                    PROBED_WITHIN,
                    () -> prometheus.query(SUCCEEDED).size() == TARGETS && server.accepted() >= ROUNDS * TARGETS,
                    () -> server.accepted() + " probes, successes: " + prometheus.query("count(" + SUCCEEDED + ")")
                            + ", failures: " + prometheus.query("probe_websocket_failure_info"));

            assertThat(seen)
                    .hasSize(TARGETS)
                    .allSatisfy((path, exporters) -> assertThat(exporters)
                            .as("the exporters that probed %s", path)
                            .hasSize(1));
            Map<String, Long> shares = seen.values().stream()
                    .flatMap(Set::stream)
                    .collect(Collectors.groupingBy(exporter -> exporter, Collectors.counting()));
            assertThat(shares).containsOnlyKeys(NAME + 0, NAME + 1);
            assertThat(shares.values()).allMatch(share -> share >= FAIR_SHARE);
            assertThat(prometheus.query("websocket_exporter_build_info"))
                    .as("both exporters tell about themselves")
                    .hasSize(2);
        }
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        String path = head.requestLine().split(" ")[1];
        seen.computeIfAbsent(path, first -> ConcurrentHashMap.newKeySet())
                .add(head.header("User-Agent").orElse("nobody"));
        peer.send(UpgradeAnswer.to(head).text());
        peer.sendFrame(8, peer.readFrame().payload());
        peer.fin();
    }

    /** One that is reached at the address with its number as well, on a port that is the same for all. */
    private static Exporter exporter(int number, int port, Path directory) throws IOException {
        Path configuration = Files.writeString(directory.resolve(number + ".yml"), """
                modules:
                  websocket:
                    websocket:
                      headers: {User-Agent: %s%d}
                """.formatted(NAME, number));
        return Exporter.start(
                directory, "--config.file=" + configuration, "--web.listen-address=" + ADDRESS + number + ":" + port);
    }

    private static String targets(int port) {
        return IntStream.range(0, TARGETS)
                .mapToObj(i -> "\"ws://127.0.0.1:" + port + "/room/" + i + '"')
                .collect(Collectors.joining(", ", "[", "]\n"));
    }
}
