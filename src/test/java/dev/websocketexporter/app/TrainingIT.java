package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.Conditions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TrainingIT {
    @TempDir
    Path directory;

    @Test
    void exporterWithItsConfigurationAnswersEverythingAsExpected() throws Exception {
        int port = freePort();
        FutureTask<?> training = training(port);
        try (Exporter exporter = exporter(port, "--config.file=" + directory.resolve("training.yml"))) {
            assertThat(training.get()).isNull();
            assertThat(exporter.addresses()).hasSize(1);
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            for (String played : List.of("plain\",} 10.0", "trusting\",} 10.0", "ping\",} 2.0", "echo\",} 2.0")) {
                assertThat(metrics)
                        .contains("websocket_exporter_probe_duration_seconds_count{module=\"" + played + "\n");
            }
        }
    }

    /** Two that succeed, two whose target fails, and two that succeed; the servers of the training answer until it is over. */
    @Test
    void commandsThatAreRecordedEndAsExpected() throws Exception {
        int port = freePort();
        FutureTask<?> training = training(port);
        assertThat(Recording.runCommands(directory.resolve("commands"))).containsExactly(0, 0, 1, 1, 0, 0);
        try (Exporter exporter = exporter(port, "--config.file=" + directory.resolve("training.yml"))) {
            assertThat(training.get()).isNull();
            assertThat(exporter.addresses()).hasSize(1);
        }
    }

    @Test
    void answerThatIsNotExpectedEndsItWithWords() throws Exception {
        int port = freePort();
        FutureTask<?> training = training(port);
        try (Exporter exporter = exporter(port)) {
            assertThat(exporter.addresses()).hasSize(1);
            assertThatThrownBy(training::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("was answered with 400 (expected: 200 and probe_success");
        }
    }

    private FutureTask<?> training(int port) {
        Callable<Void> play = () -> {
            Training.main(new String[] {directory.toString(), String.valueOf(port), "26"});
            return null;
        };
        FutureTask<Void> training = new FutureTask<>(play);
        new Thread(training, "training").start();
        Path configuration = directory.resolve("training.yml");
        Conditions.await(
                Duration.ofSeconds(30),
                () -> training.isDone() || Files.exists(configuration),
                () -> "no " + configuration);
        return training;
    }

    private static Exporter exporter(int port, String... flags) throws Exception {
        String[] all = Stream.concat(Stream.of(flags), Stream.of("--web.listen-address=127.0.0.1:" + port))
                .toArray(String[]::new);
        Flags parsed = CommandLineParser.parse(all);
        return Exporter.start(
                parsed, LiveConfiguration.load(parsed.configuration()), null, new BuildInfo("1", "abc", "17"));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
