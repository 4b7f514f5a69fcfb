package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/api.md, in their order, against the jar. */
@Tag("e2e")
@Timeout(90)
class ApiPageE2eIT {
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern ANSWER = Pattern.compile("(?ms)^```json\\n(.*?)^```$");

    private static final String HELD = "/api/v1/watch";

    @TempDir
    private Path directory;

    @Test
    void everyCommandAnswersWhatItsSentencePromises() throws Exception {
        Tools.require("curl");
        Tools.require("jq");
        String page = Files.readString(Path.of("docs/api.md"));
        List<String> commands = COMMANDS.matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(command -> !command.contains(HELD))
                .toList();
        assertThat(commands).hasSize(7);
        try (Exporter exporter = Exporter.start(directory)) {
            assertThat(run(commands.get(0), exporter)).contains("\"success\": true", "\"failure\": null");
            assertThat(run(commands.get(1), exporter)).contains("\"health\": \"healthy\"");
            exporter.get("/probe?target=ws://127.0.0.1:1/");
            assertThat(run(commands.get(2), exporter))
                    .matches("ws://127\\.0\\.0\\.1:1/\t[-0-9T:.]+Z\tconnection_refused\n");
            assertThat(run(commands.get(3), exporter)).contains("connection refused", "level=warn msg=\"probe failed");
            assertThat(run(commands.get(4), exporter)).isEmpty();
            assertThat(run(commands.get(5), exporter)).isEqualTo("304\n");
            assertThat(run(commands.get(6), exporter))
                    .isEqualTo(ANSWER.matcher(page)
                            .results()
                            .findFirst()
                            .map(MatchResult::group)
                            .map(block -> block.lines().toList().get(1))
                            .orElseThrow());
        }
    }

    @Test
    void theCommandAboutHeldConnectionsNamesThoseThatAreDown() throws Exception {
        Tools.require("curl");
        Tools.require("jq");
        String command = COMMANDS.matcher(Files.readString(Path.of("docs/api.md")))
                .results()
                .map(match -> match.group(1))
                .filter(any -> any.contains(HELD))
                .findFirst()
                .orElseThrow();
        Path configuration = Files.writeString(directory.resolve("watch.yml"), """
                modules: {websocket: {}}
                watch: [{name: feed, module: websocket, targets: ["ws://127.0.0.1:1/"]}]
                """);
        try (Exporter exporter = Exporter.start(directory, "--config.file=" + configuration)) {
            Conditions.await(
                    Duration.ofSeconds(30),
                    () -> body(exporter).contains("type=\"connection_refused\""),
                    () -> "no failed opening");
            assertThat(run(command, exporter)).startsWith("feed\tws://127.0.0.1:1/\t");
        }
    }

    private static String body(Exporter exporter) {
        try {
            return exporter.get("/watch").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String command, Exporter exporter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh", "-c", command.replace("localhost:10115", "localhost:" + exporter.port()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
