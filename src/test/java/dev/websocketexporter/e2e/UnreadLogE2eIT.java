package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Standard output and error are a pipe that nobody reads, or a file on a full disk: nothing waits for that. */
@Tag("e2e")
@Timeout(180)
class UnreadLogE2eIT {
    private static final Pattern DROPPED = Pattern.compile("\nwebsocket_exporter_log_lines_dropped_total (\\S+)\n");

    @TempDir
    private Path directory;

    private int port;

    @Test
    void pipeThatNobodyReadsStopsNothingAndSaysWhatItLacksWhenItIsReadAgain() throws Exception {
        Process process = start("exec \"$@\" 2>&1");
        try {
            fill();
            assertAllIsWell();
            long dropped = (long) dropped();
            // Not by the Process, which would close the pipe.
            process.toHandle().destroy();
            String read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(read).contains("lines of the log were left out here").contains("drained, ending");
            assertThat(dropped).isPositive();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void signalEndsAProcessWhosePipeIsNeverRead() throws Exception {
        Process process = start("exec \"$@\" 2>&1");
        try {
            fill();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void fullDiskStopsNothingAndIsCounted() throws Exception {
        Process process = start("exec \"$@\" >/dev/full 2>&1");
        try {
            assertAllIsWell();
            assertThat(dropped()).isPositive();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String shell) throws IOException {
        port = Http.freePort();
        Path config = Files.writeString(directory.resolve("config.yml"), "modules:\n  websocket: {}\n");
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", shell, "sh", Tools.java().toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m", "-jar", Exporter.JAR.toString()));
        command.addAll(List.of("--log.level=debug", "--log.prober=debug", "--config.file=" + config));
        command.add("--web.listen-address=127.0.0.1:" + port);
        Process process =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        Conditions.await(
                Duration.ofSeconds(60), () -> Http.answers(url("/-/ready")), () -> "alive: " + process.isAlive());
        return process;
    }

    /** The pipe's 64 KiB and what waits for it. */
    private void fill() throws IOException {
        String probe = url("/probe?target=" + Http.encode("ws://127.0.0.1:" + port + "/echo"));
        for (int i = 0; dropped() == 0; i++) {
            assertThat(i).as("probes").isLessThan(5_000);
            assertThat(Http.get(probe).statusCode()).isEqualTo(200);
        }
    }

    private void assertAllIsWell() throws Exception {
        HttpResponse<String> reload = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url("/-/reload")))
                                .timeout(Duration.ofSeconds(10))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reload.statusCode()).isEqualTo(200);
        assertThat(Http.get(url("/probe?target=" + Http.encode("ws://127.0.0.1:" + port + "/echo")))
                        .body())
                .contains("\nprobe_success 1.0\n");
        assertThat(Http.get(url("/-/healthy")).statusCode()).isEqualTo(200);
    }

    private double dropped() throws IOException {
        Matcher found = DROPPED.matcher(Http.get(url("/metrics")).body());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
