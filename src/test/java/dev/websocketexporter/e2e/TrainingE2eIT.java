package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code image/make-cache} plays, with the jar that it plays it with. */
@Tag("e2e")
@Timeout(120)
class TrainingE2eIT {
    /** Each of its requests twice. */
    private static final int REQUESTS = 26;

    @TempDir
    Path directory;

    @Test
    void everyAnswerOfAnExporterWithItsConfigurationIsAsExpected() throws Exception {
        int port = Http.freePort();
        try (ManagedProcess training = training(port);
                ManagedProcess exporter = exporter(port, "--config.file=" + directory.resolve("training.yml"))) {
            assertThat(training.awaitExit()).as(training.output()).isZero();
            String metrics = Http.get("http://127.0.0.1:" + port + "/metrics").body();
            assertThat(metrics)
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"plain\",} 10.0\n")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"trusting\",} 10.0\n")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"ping\",} 2.0\n")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"echo\",} 2.0\n");
            exporter.terminate();
            assertThat(exporter.awaitExit()).isZero();
        }
    }

    @Test
    void answerThatIsNotExpectedEndsItWithWords() throws Exception {
        int port = Http.freePort();
        try (ManagedProcess training = training(port);
                ManagedProcess exporter = exporter(port)) {
            assertThat(training.awaitExit()).isNotZero();
            assertThat(training.output()).contains("was answered with 400 (expected: 200 and probe_success");
            assertThat(exporter.output()).contains("msg=ready");
        }
    }

    private ManagedProcess training(int port) throws IOException {
        ManagedProcess training = ManagedProcess.start(
                directory,
                List.of(
                        Tools.java().toString(),
                        "-cp",
                        Exporter.JAR.toString(),
                        "dev.websocketexporter.app.Training",
                        directory.toString(),
                        String.valueOf(port),
                        String.valueOf(REQUESTS)));
        return training.awaitReady(() -> training.output().contains("configured"));
    }

    private ManagedProcess exporter(int port, String... flags) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Tools.java().toString(), "-XX:+UseSerialGC", "-Xmx128m", "-jar", Exporter.JAR.toString()));
        command.addAll(List.of(flags));
        command.add("--web.listen-address=127.0.0.1:" + port);
        return ManagedProcess.start(directory, command);
    }
}
