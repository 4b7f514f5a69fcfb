package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own judgement of the rules of {@code alerts/}. That each alert is tested at all, {@link AlertFilesTest} sees to. */
@Tag("e2e")
@Timeout(300)
class AlertRulesE2eIT {
    /** Days of figures take seconds of CPU, and a busy machine may give it few. */
    private static final Duration WORKS_AT_MOST = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    static List<Path> tests() {
        return AlertRule.tests();
    }

    @Test
    void prometheusTakesTheRules() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("check", "rules", "--lint=all", "--lint-fatal"));
        AlertRule.files().forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        assertSucceeds(arguments);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void theAlertsFireWhenTheyShouldAndOnlyThen(Path test) throws IOException {
        assertSucceeds(List.of("test", "rules", test.toAbsolutePath().toString()));
    }

    private void assertSucceeds(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Tools.require("promtool").toString()));
        command.addAll(arguments);
        try (ManagedProcess promtool = ManagedProcess.start(directory, command)) {
            int status = promtool.awaitExit(WORKS_AT_MOST);
            assertThat(promtool.output()).contains("SUCCESS");
            assertThat(status).as(promtool.output()).isZero();
        }
    }
}
