package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of {@code docs/comparison.md} is true, cell by cell. blackbox_exporter's column is measured where a build
 * with the websocket prober is on the PATH, which is in releases since 0.29.0, and not in Debian's package.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it times nothing: one test after the other
@Timeout(120)
class ComparisonE2eIT {
    private static final String OF_BLACKBOX =
            "modules: {plain: {prober: websocket, websocket: {preferred_ip_protocol: ip4}}}\n";

    @TempDir
    private static Path directory;

    private static ComparisonWorld world;
    private static Candidate ours;
    private static @Nullable Candidate blackbox;
    private static Map<String, List<Boolean>> table;

    @BeforeAll
    static void start() throws IOException {
        table = ComparisonPageTest.table();
        world = new ComparisonWorld(directory);
        ours = Candidate.start(
                directory,
                List.of(Tools.java().toString(), "-XX:+UseSerialGC", "-Xmx128m", "-jar", Exporter.JAR.toString()),
                world.configuration);
        Optional<Path> build = buildOfBlackbox();
        if (build.isPresent()) {
            blackbox = Candidate.start(directory, List.of(build.get().toString()), world.configuration);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (blackbox != null) {
            blackbox.close();
        }
        ours.close();
        world.close();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource(Feature.class)
    void ourColumnIsTrue(Feature feature) throws Exception {
        assertThat(feature.isHadBy(world, ours))
                .as(feature.title())
                .isEqualTo(table.get(feature.title()).get(0));
    }

    /**
     * One for each row, where there is a build of blackbox_exporter that has a websocket prober; docs/comparison.md says with
     * which source its column was measured.
     */
    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicTest> blackboxExportersColumnIsTrue() {
        Candidate peer = blackbox;
        return peer == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(Feature.values())
                                .map(feature -> dynamicTest(
                                        feature.title(),
                                        () -> assertThat(feature.isHadBy(world, peer))
                                                .isEqualTo(table.get(feature.title())
                                                        .get(1)))),
                        // So that BlackboxMetrics.ALL, which ours has to have, leaves none out.
                        Stream.of(dynamicTest(
                                "tells nothing else",
                                () -> assertThat(BlackboxMetrics.seenOf(world, peer))
                                        .isEqualTo(BlackboxMetrics.ALL))));
    }

    private static Optional<Path> buildOfBlackbox() throws IOException {
        Path module = Files.writeString(directory.resolve("websocket.yml"), OF_BLACKBOX);
        for (Path program : Stream.of("blackbox_exporter", "prometheus-blackbox-exporter")
                .flatMap(name -> Programs.find(name).stream())
                .toList()) {
            try (ManagedProcess check = ManagedProcess.start(
                    directory, List.of(program.toString(), "--config.check", "--config.file=" + module))) {
                if (check.awaitExit() == 0) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }
}
