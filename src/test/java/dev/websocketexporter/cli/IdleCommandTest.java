package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code idle} does before it holds anything, and in the place of that. */
@Timeout(30)
class IdleCommandTest {
    private static final Outcome REFUSED = new Outcome.Failed(
            new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "192.0.2.1:80: connection refused"));

    private static final String MORE =
            "  More: https://github.com/websocketexporter/websocket_exporter/blob/main/docs/idle.md\n";

    @TempDir
    private Path directory;

    private final CommandRun command = new CommandRun();

    @Test
    void failureOfTheBaseProbeIsToldAsProbeTellsItAndStatus1() {
        assertThat(command.outcomes(REFUSED).run("idle", "ws://example.com/")).isEqualTo(1);
        assertThat(command.out())
                .startsWith("ws://example.com/, module websocket, at most 10 s, silence of up to 5 min\n")
                .contains("failed in phase connect: connection_refused\n", "runbook.md#phase-connect");
        assertThat(command.requests()).hasSize(1);
    }

    @Test
    void failureOfTheBaseProbeIsOneObjectForScripts() throws Exception {
        assertThat(command.onATerminal().outcomes(REFUSED).run("idle", "--output=json", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.out()).hasLineCount(1).doesNotContain("\u001b");
        JsonNode found = new ObjectMapper().readTree(command.out());
        assertThat(found.at("/success").booleanValue()).isFalse();
        assertThat(found.at("/probe/failure/reason").textValue()).isEqualTo("connection_refused");
        assertThat(found.has("verdict")).isFalse();
    }

    @Test
    void targetThatThePolicyForbidsIsStatus3() throws Exception {
        Path file = Files.writeString(
                directory.resolve("config.yml"),
                "modules: {websocket: {}}\ntarget_policy: {deny: [intern.example.com]}\n");
        assertThat(command.run("idle", "--config.file=" + file, "ws://intern.example.com/"))
                .isEqualTo(3);
        assertThat(command.err()).contains("forbidden by target_policy.deny");
        assertThat(command.requests()).isEmpty();
    }

    @Test
    void addressThatThePolicyForbidsIsStatus3Too() {
        assertThat(command.outcomes(new Outcome.Forbidden("127.0.0.1 is denied"))
                        .run("idle", "ws://example.com/"))
                .isEqualTo(3);
    }

    @Test
    void interruptedBaseProbeIsStatus130() {
        assertThat(command.interruptedAfter(0).run("idle", "ws://example.com/")).isEqualTo(130);
    }

    /** It is told as one that comes while connections are held: the base probe is over. */
    @Test
    void interruptJustAfterTheBaseProbeHoldsNothing() {
        assertThat(command.interruptedAfterWriting("success").run("idle", "ws://example.com/"))
                .isZero();
        assertThat(command.out()).endsWith("broken off; what is known until then:\nnot known\n" + MORE);
    }

    @Test
    void nothingIsHeldWhenNobodyReadsAnyMore() {
        assertThat(command.withoutStdout().run("idle", "ws://example.com/")).isZero();
        assertThat(command.requests()).hasSize(1);
        assertThat(command.err()).isEmpty();
    }

    @Test
    void helpNamesEveryFlag() {
        assertThat(command.run("idle", "--help")).isZero();
        for (FlagRow flag : Command.IDLE.flags()) {
            assertThat(command.out()).contains(flag.usage());
        }
        assertThat(command.out()).doesNotContain("metrics");
    }
}
