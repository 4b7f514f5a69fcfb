package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/watch.md} says of the guide's alerts, on series as {@code /watch} has them, by Prometheus' own judgement. */
@Tag("e2e")
@Timeout(60)
class GuideAlertsE2eIT {
    private static final Path TESTS = Path.of("src/test/resources/dev/websocketexporter/e2e/guide/alerts.test.yml")
            .toAbsolutePath();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void someFireAsTheyStandAndOthersCannot(Release release) throws IOException {
        try (ManagedProcess promtool = ManagedProcess.start(
                directory, List.of(release.promtool().toString(), "test", "rules", TESTS.toString()))) {
            int status = promtool.awaitExit();

            assertThat(promtool.output()).contains("SUCCESS");
            assertThat(status).as(promtool.output()).isZero();
        }
    }
}
