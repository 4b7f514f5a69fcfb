package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.WatchedExporter.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the exporter does of its own accord: a real server sees only what is meant for it, and none of it counts as a drop. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, with one exporter at a time
@Timeout(90)
class WatchLifeE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHARED = 20;
    private static final String MODULES = "modules: {plain: {timeout: 10s}}\nwatch:\n";

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static WatchPeer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = WatchPeer.start(shared.resolve("peer"));
    }

    @AfterAll
    static void stop() {
        if (peer != null) {
            peer.close();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void aReloadKeepsWhatIsUnchangedAndOpensAndClosesTheRest() throws IOException {
        String kept = entry("kept", "plain", peer.url("/quiet/kept"), "connections: 2");
        String before = MODULES
                + kept
                + entry("gone", "plain", peer.url("/quiet/gone"))
                + entry("changed", "plain", peer.url("/quiet/changed"), "heartbeat: {interval: 5s}");
        String after = MODULES
                + entry("new", "plain", peer.url("/quiet/new"))
                + kept
                + entry("changed", "plain", peer.url("/quiet/changed"), "heartbeat: {interval: 6s}");
        try (WatchedExporter exporter = WatchedExporter.start(directory, before)) {
            exporter.await(PATIENCE, "kept", now -> now.active() == 2);
            exporter.await(PATIENCE, "gone", now -> now.active() == 1);
            exporter.await(PATIENCE, "changed", now -> now.active() == 1);
            exporter.reload(after);
            exporter.await(PATIENCE, "new", now -> now.active() == 1);
            WatchReading changed = exporter.await(PATIENCE, "changed", now -> now.opened() == 2 && now.active() == 1);
            awaitClosed("/quiet/gone", 1);

            assertThat(changed.disconnects()).containsOnlyKeys("reload 1000");
            assertThat(changed.errors()).isEmpty();
            assertThat(changed.outages()).isZero();
            assertThat(exporter.read("kept").disconnects()).isEmpty();
            assertThat(exporter.exporter().get("/watch").body()).doesNotContain("watch=\"gone\"");
            assertThat(peer.closed("/quiet/gone")).allSatisfy(WatchLifeE2eIT::wasClosedPolitely);
            assertThat(peer.closed("/quiet/changed")).hasSize(1).allSatisfy(WatchLifeE2eIT::wasClosedPolitely);
            assertThat(peer.opened("/quiet/changed")).hasSize(2);
            assertThat(peer.opened("/quiet/kept")).hasSize(2);
            assertThat(peer.closed("/quiet/kept")).isEmpty();

            exporter.reload(after.replace("module: plain", "module: plane"));
            Conditions.await(PATIENCE, () -> exporter.output().contains("configuration refused"), exporter::output);
            assertThat(exporter.output()).contains("watching.yml:3:");
            assertThat(exporter.read("new").active()).isEqualTo(1);
            assertThat(peer.closed("/quiet/new")).isEmpty();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void aBadTargetFileChangesNothingAndIsToldWithItsPlace() throws IOException {
        Path files = Files.createDirectory(directory.resolve("targets"));
        put(files, "[{targets: ['" + peer.url("/quiet/file") + "'], labels: {region: west}}]\n");
        String configuration = MODULES + "  - {name: files, module: plain, target_files: ['" + files
                + "/*.yml'], reconnect: {min_delay: 100ms, max_delay: 500ms}}\n";
        try (WatchedExporter exporter = WatchedExporter.start(directory, configuration)) {
            WatchReading open = exporter.await(PATIENCE, "files", now -> now.sum("connections_active") == 1);
            assertThat(open.value("connections_active", "region", "west")).isEqualTo(1);

            put(files, "- targets:\n  - '" + peer.url("/quiet/file") + "'\n  labels: {target: mine}\n");
            Conditions.await(PATIENCE, () -> exporter.output().contains("feeds.yml:3:"), exporter::output);
            assertThat(exporter.output()).contains("feeds.yml:3:12: ");
            assertThat(exporter.read("files").value("connections_active", "region", "west"))
                    .isEqualTo(1);

            put(
                    files,
                    "[{targets: ['" + peer.url("/quiet/file") + "', '" + peer.url("/quiet/second")
                            + "'], labels: {region: west}}]\n");
            exporter.await(PATIENCE, "files", now -> now.sum("connections_active") == 2);
            assertThat(peer.opened("/quiet/file")).hasSize(1);
            assertThat(peer.closed("/quiet/file")).isEmpty();
        }
    }

    private static void put(Path files, String text) throws IOException {
        Path next = Files.writeString(files.resolve("feeds.next"), text);
        Files.move(next, files.resolve("feeds.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void aLifetimeThatIsOverIsNoDrop() throws IOException {
        String watch = entry("short", "plain", peer.url("/quiet/short"), "max_lifetime: 2s", "connections: 2");
        try (WatchedExporter exporter = WatchedExporter.start(directory, MODULES + watch)) {
            WatchReading rotated =
                    exporter.await(PATIENCE, "short", now -> now.sum("disconnects_total") >= 4 && now.active() == 2);

            assertThat(rotated.disconnects()).containsOnlyKeys("max_lifetime 1000");
            assertThat(rotated.errors()).isEmpty();
            assertThat(rotated.outages()).isZero();
            assertThat(rotated.failed()).isZero();
            double ended = rotated.value("connection_duration_seconds_count");
            assertThat(rotated.value("connection_duration_seconds_sum") / ended).isBetween(1.7, 2.5);
            assertThat(peer.closed("/quiet/short")).allSatisfy(WatchLifeE2eIT::wasClosedPolitely);
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void theEndOfTheExporterIsACloseOf1001ToEveryServer() throws IOException {
        String watch = entry("many", "plain", peer.url("/quiet/many"), "connections: 20")
                + entry("kicked", "plain", peer.url("/kick/again"));
        WatchedExporter exporter = WatchedExporter.start(directory, MODULES + watch);
        try (exporter) {
            exporter.await(PATIENCE, "many", now -> now.active() == 20);
            long asked = System.nanoTime();
            exporter.exporter().process().terminate();
            assertThat(exporter.exporter().process().awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        }
        awaitClosed("/quiet/many", 20);
        assertThat(peer.closed("/quiet/many"))
                .hasSize(20)
                .allSatisfy(event -> assertThat(event.what()).isEqualTo("close 1001"));
        assertThat(exporter.output()).doesNotContain("level=error");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void shardsHoldEachTargetExactlyOnce() throws IOException {
        Set<String> urls = IntStream.range(0, SHARED)
                .mapToObj(i -> peer.url("/quiet/shared-" + i))
                .collect(Collectors.toSet());
        String watch = MODULES + "  - {name: shared, module: plain, targets: ['" + String.join("', '", urls)
                + "'], reconnect: {min_delay: 100ms, max_delay: 500ms}}\n";
        Path second = Files.createDirectory(directory.resolve("second"));
        try (WatchedExporter one = WatchedExporter.start(directory, watch, "--watch.shards=2", "--watch.shard=0");
                WatchedExporter other = WatchedExporter.start(second, watch, "--watch.shards=2", "--watch.shard=1")) {
            List<String> held = new ArrayList<>(openTargets(one));
            int share = held.size();
            held.addAll(openTargets(other));

            assertThat(held).containsExactlyInAnyOrderElementsOf(urls);
            assertThat(share).isBetween(1, SHARED - 1);
            for (int i = 0; i < SHARED; i++) {
                assertThat(peer.events("/quiet/shared-" + i))
                        .extracting(WatchPeer.Event::what)
                        .containsExactly("open");
            }
        }
    }

    /** Of the watch that is shared, as soon as all that the exporter has of it are open. */
    private static List<String> openTargets(WatchedExporter exporter) throws IOException {
        exporter.await(
                PATIENCE,
                "shared",
                now -> now.sum("connections_active") == now.targets().size());
        return exporter.read("shared").targets();
    }

    private static void awaitClosed(String path, int connections) {
        Conditions.await(
                PATIENCE,
                () -> peer.closed(path).size() >= connections,
                () -> peer.events(path).toString());
    }

    private static void wasClosedPolitely(WatchPeer.Event event) {
        assertThat(event.what()).isEqualTo("close 1000");
    }
}
