package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own judgement of the rules of {@code alerts/}. That each alert is tested at all, {@link AlertFilesTest} sees to. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // promtool computes for minutes, on one core: one after the other
@Timeout(300)
class AlertRulesE2eIT {
    /** Days of figures take seconds of CPU, and a busy machine may give it few. */
    private static final Duration WORKS_AT_MOST = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    /** Each file of tests with each release that can read it. */
    static Stream<Arguments> tests() {
        Stream<Arguments> usual = Arrays.stream(Release.values())
                .flatMap(release -> AlertRule.tests().stream().map(file -> Arguments.of(release, file)));
        return Stream.concat(usual, AlertRule.newestTests().stream().map(file -> Arguments.of(Release.NEWEST, file)));
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest
    @EnumSource
    void prometheusTakesTheRules(Release release) throws IOException {
        assertSucceeds(release, "check", List.of("--lint=all", "--lint-fatal"), AlertRule.files());
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest
    @MethodSource("tests")
    void theAlertsFireWhenTheyShouldAndOnlyThen(Release release, Path test) throws IOException {
        assertSucceeds(release, "test", List.of(), List.of(test));
    }

    private void assertSucceeds(Release release, String what, List<String> options, List<Path> files)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(release.promtool().toString(), what, "rules"));
        command.addAll(options);
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        try (ManagedProcess promtool = ManagedProcess.start(directory, command)) {
            int status = promtool.awaitExit(WORKS_AT_MOST);
            assertThat(promtool.output()).contains("SUCCESS");
            assertThat(status).as(promtool.output()).isZero();
        }
    }
}
