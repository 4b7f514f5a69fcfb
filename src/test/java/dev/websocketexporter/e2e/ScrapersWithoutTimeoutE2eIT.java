package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A scraper that does not announce its timeout hears of a silent target by the module that the documentation shows for it. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(90)
class ScrapersWithoutTimeoutE2eIT {
    private static final Pattern SHOWN =
            Pattern.compile("(?s)### Time for scrapers that announce none\n.*?```yaml\n(.*?)```");

    /** Telegraf's. */
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(5);

    @Test
    void theModuleEndsBeforeTheScraperGivesUp(@TempDir Path directory) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(Path.of("docs", "configuration.md")));
        assertThat(shown.find()).isTrue();
        Path configuration = Files.writeString(directory.resolve("config.yml"), shown.group(1) + "  usual: {}\n");

        try (Exporter exporter = Exporter.start(directory, "--config.file=" + configuration);
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String probe = "http://127.0.0.1:%d/probe?target=%s"
                    .formatted(exporter.port(), Http.encode("ws://127.0.0.1:" + silent.getLocalPort()));

            assertThat(Http.get(probe, GIVES_UP_AFTER).body())
                    .contains(
                            "\nprobe_success 0",
                            "\nprobe_websocket_failure_info{phase=\"processing\",reason=\"timeout\"");
            assertThatThrownBy(() -> Http.get(probe + "&module=usual", GIVES_UP_AFTER))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }
}
