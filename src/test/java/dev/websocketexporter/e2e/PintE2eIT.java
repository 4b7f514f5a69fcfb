package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** pint, Cloudflare's linter of rules, with all checks that need no Prometheus. */
@Tag("e2e")
@Timeout(120)
class PintE2eIT {
    @TempDir
    private Path directory;

    @Test
    void hasNoFindingInTheRules() throws IOException {
        Finished finished = lint(AlertRule.files());

        assertThat(finished.output()).contains("entries=" + AlertRule.all().size());
        assertThat(finished.status()).as(finished.output()).isZero();
    }

    /** Or else all was well for want of a check. */
    @Test
    void findsAnAlertWithoutACondition() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bad.rules.yml"),
                "groups: [{name: bad, rules: [{alert: WebsocketProbed, expr: probe_websocket_attempts}]}]\n");

        Finished finished = lint(List.of(file));

        assertThat(finished.output()).contains("alerts/comparison", "WebsocketProbed");
        assertThat(finished.status()).isEqualTo(1);
    }

    private Finished lint(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Tools.newestOrOnPath("pint").toString(),
                "--no-color",
                "--offline",
                "--show-duplicates",
                "lint",
                "--min-severity=info",
                "--fail-on=info"));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        try (ManagedProcess pint = ManagedProcess.start(directory, command)) {
            int status = pint.awaitExit();
            return new Finished(status, pint.output());
        }
    }

    private record Finished(int status, String output) {}
}
