package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DiagnoseCommandTest {
    private static final Outcome SUCCESS = new Outcome.Success();
    private static final Outcome CLOSED =
            new Outcome.Failed(new Failure(Phase.UPGRADE, Reason.CONNECTION_CLOSED, "the server ended the connection"));

    @TempDir
    private Path directory;

    private final CommandRun command = new CommandRun();

    @Test
    void baseComesFirstAndThenOneChangeAtATime() {
        assertThat(command.run("diagnose", "ws://example.com/chat?token=hunter2"))
                .isZero();
        assertThat(command.out())
                .startsWith(
                        "ws://example.com/chat?token=<secret>, module websocket, at most 20 probes one after the other,"
                                + " each at most 10 s: 200 s in all\n  base                                ok        5.00 ms  success\n")
                .containsSubsequence(
                        "\n  with Origin http://example.com      ok        5.00 ms  success\n",
                        "  with permessage-deflate ",
                        "\n  HTTP/1.1 without upgrade            answer    5.00 ms  success\n",
                        "  over HTTP/2 ",
                        "\n  each address ",
                        "\n  IPv4 only ",
                        "\n  IPv6 only ",
                        "\n\nResult (none)\n  Works, and nothing that was changed breaks it\n")
                .doesNotContain("hunter2", "\n*", "\u001b", "Not tried");
        assertThat(command.requests())
                .hasSize(8)
                .extracting(request -> request.with(command.requests().get(0).module()))
                .containsOnly(command.requests().get(0));
        assertThat(command.requests()).extracting(ProbeRequest::module).doesNotHaveDuplicates();
        assertThat(command.warmedUpFor()).containsExactly(command.requests().get(0));
        assertThat(command.err()).isEmpty();
    }

    @Test
    void statusIsThatOfTheBaseAndADifferenceHasItRepeated() {
        assertThat(command.outcomes(CLOSED, SUCCESS, CLOSED, SUCCESS, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED)
                        .run("diagnose", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.out())
                .contains("base                                failed    5.00 ms  processing/connection_closed\n"
                        + "    the server ended the connection\n"
                        + "* with Origin http://example.com      ok  ")
                .contains("\n  unchanged, again                    failed ", "\n* ends otherwise than the base\n")
                .contains("\nLikely cause (origin_demanded)\n  The server demands an Origin: ");
        assertThat(command.requests().get(command.requests().size() - 1))
                .isEqualTo(command.requests().get(0));
    }

    @Test
    void whatCannotMatterIsNamedAndNotTried() {
        Outcome refused = new Outcome.Failed(new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused"));
        assertThat(command.outcomes(refused).run("diagnose", "ws://192.0.2.1/")).isEqualTo(1);
        assertThat(command.requests()).hasSize(1);
        assertThat(command.out())
                .contains("Not tried, since the base did not get so far: with Origin http://192.0.2.1, with"
                        + " permessage-deflate, HTTP/1.1 without upgrade, over HTTP/2\n");
    }

    @Test
    void flagsAreThoseOfProbe() {
        assertThat(command.run(
                        "diagnose",
                        "--timeout=3s",
                        "--http-version=2",
                        "--address=192.0.2.7",
                        "--subprotocol=chat",
                        "wss://example.com/"))
                .isZero();
        ProbeRequest base = command.requests().get(0);
        assertThat(base.budget()).isEqualTo(Duration.ofSeconds(3));
        assertThat(base.module().upgrade().httpVersion()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(base.module().upgrade().subprotocols()).containsExactly("chat");
        assertThat(base.target().host()).isEqualTo("192.0.2.7");
        assertThat(command.out())
                .startsWith(
                        "wss://example.com/ at 192.0.2.7, module websocket, at most 20 probes one after the other, each at"
                                + " most 3 s: 60 s in all\n")
                .contains(
                        "with Origin https://example.com ", "over HTTP/1.1 ", "without a subprotocol ", "without SNI ")
                .doesNotContain("each address", "IPv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diagnose | diagnose: no URL (expected: websocket-exporter diagnose wss://example.com/chat)",
                "diagnose ws://a ws://b | diagnose: 2 words that are no flags (expected: one URL, in quotes if it has an &"
                        + " or a space)",
                "diagnose --count=2 ws://a | --count: unknown flag of diagnose (expected: one that websocket-exporter"
                        + " diagnose --help lists)",
                "diagnose --outptu=json ws://a | --outptu: unknown flag of diagnose (did you mean --output?)",
                "diagnose --output=metrics ws://a | --output: \"metrics\" is no format (expected: text or json)",
                "diagnose example.com | target has no scheme (expected: a ws:// or wss:// URL such as"
                        + " wss://example.com/chat)",
            })
    void badUsageIsOneLineAndStatus2(String words, String line) {
        assertThat(command.run(words.split(" "))).isEqualTo(2);
        assertThat(command.err()).isEqualTo(line + "\n");
        assertThat(command.out()).isEmpty();
        assertThat(command.requests()).isEmpty();
    }

    @Test
    void commandIsMeantByAWordThatIsLikeIt() {
        assertThat(CommandLine.meantBy("diagnos")).isEqualTo("diagnose");
    }

    @Test
    void proxyOfTheEnvironmentThatCannotBeUsedIsStatus2() {
        assertThat(command.environment("HTTP_PROXY", "ftp://proxy").run("diagnose", "ws://a"))
                .isEqualTo(2);
        assertThat(command.err())
                .startsWith("environment variable HTTP_PROXY: ")
                .hasLineCount(1);
    }

    @Test
    void hostThatThePolicyForbidsIsALineAndStatus3() throws IOException {
        Path file = Files.writeString(
                directory.resolve("config.yml"),
                "modules: {websocket: {}}\ntarget_policy: {deny: [intern.example.com]}\n");
        assertThat(command.run("diagnose", "--config.file=" + file, "ws://intern.example.com/"))
                .isEqualTo(3);
        assertThat(command.err())
                .isEqualTo("host intern.example.com is forbidden by target_policy.deny: intern.example.com\n");
        assertThat(command.out()).isEmpty();
        assertThat(command.requests()).isEmpty();
    }

    @Test
    void addressThatThePolicyForbidsIsALineAndStatus3() {
        command.outcomes(new Outcome.Forbidden("169.254.169.254 is forbidden by target_policy.deny: 169.254.0.0/16"));
        assertThat(command.run("diagnose", "ws://metadata.example.com/")).isEqualTo(3);
        assertThat(command.err()).isEqualTo("169.254.169.254 is forbidden by target_policy.deny: 169.254.0.0/16\n");
        assertThat(command.out()).isEmpty();
        assertThat(command.requests()).hasSize(1);
    }

    @Test
    void ctrlCBeforeTheBaseIsOverShowsNothing() {
        assertThat(command.interruptedAfter(0).run("diagnose", "ws://example.com/"))
                .isEqualTo(130);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void baseThatIsForbiddenOrCancelledIsAnObjectForScripts() throws IOException {
        command.outcomes(new Outcome.Forbidden("169.254.169.254 is forbidden"));
        assertThat(command.run("diagnose", "--output=json", "ws://metadata.example.com/"))
                .isEqualTo(3);
        assertThat(command.err()).isEqualTo("169.254.169.254 is forbidden\n");
        JsonNode forbidden = new ObjectMapper().readTree(command.out());
        assertThat(forbidden.at("/base/outcome").textValue()).isEqualTo("forbidden");
        assertThat(forbidden).hasSize(1);

        CommandRun cancelled = new CommandRun();
        assertThat(cancelled.interruptedAfter(0).run("diagnose", "--output=json", "ws://example.com/"))
                .isEqualTo(130);
        assertThat(cancelled.out()).hasLineCount(1);
        assertThat(new ObjectMapper()
                        .readTree(cancelled.out())
                        .at("/base/outcome")
                        .textValue())
                .isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void ctrlCBeforeAnyChangeDoesNotSayThatNoneMatters(String output) {
        assertThat(command.outcomes(CLOSED)
                        .interruptedAfter(1)
                        .run("diagnose", "--output=" + output, "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.out().replaceAll("\\s+", " "))
                .contains("processing/connection_closed: the server ended the connection;"
                        + " broken off before anything was changed")
                .doesNotContain("nothing to change", "Nothing that was changed");

        CommandRun works = new CommandRun();
        assertThat(works.interruptedAfter(1).run("diagnose", "--output=" + output, "ws://example.com/"))
                .isZero();
        assertThat(works.out())
                .contains("Works; broken off before anything was changed")
                .doesNotContain("nothing that was changed breaks it");
    }

    @Test
    void ctrlCEndsWithWhatIsKnownSoFar() {
        assertThat(command.outcomes(CLOSED, SUCCESS).interruptedAfter(2).run("diagnose", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.requests()).hasSize(3);
        assertThat(command.out())
                .contains("* with Origin http://example.com ", "Likely cause (origin_demanded)")
                .contains(
                        "\nNot tried, since Ctrl-C came: with permessage-deflate, with well-known subprotocols, HTTP/1.1"
                                + " without upgrade, over HTTP/2, each address, IPv4 only, IPv6 only\n")
                .doesNotContain("  with permessage-deflate");
    }

    @Test
    void jsonIsOneObjectAndNeverColoured() throws IOException {
        assertThat(command.onATerminal()
                        .outcomes(CLOSED, SUCCESS, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED)
                        .run("diagnose", "--output=json", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.out()).doesNotContain("\u001b").hasLineCount(1).endsWith("}\n");
        JsonNode diagnosis = new ObjectMapper().readTree(command.out());
        assertThat(diagnosis.at("/cause/kind").textValue()).isEqualTo("origin_demanded");
        assertThat(diagnosis.at("/cause/sentence").textValue()).startsWith("The server demands an Origin: ");
        assertThat(diagnosis.at("/base/failure/reason").textValue()).isEqualTo("connection_closed");
        JsonNode first = diagnosis.at("/variations/0");
        assertThat(first.at("/change").textValue()).isEqualTo("own_origin");
        assertThat(first.at("/name").textValue()).isEqualTo("with Origin http://example.com");
        assertThat(first.at("/differs").booleanValue()).isTrue();
        assertThat(first.at("/probe/success").booleanValue()).isTrue();
        assertThat(first.at("/probe").has("log")).isFalse();
        assertThat(diagnosis.at("/variations/1/differs").booleanValue()).isFalse();
        assertThat(diagnosis.at("/not_tried")).isEmpty();
        assertThat(diagnosis.at("/not_tried").isArray()).isTrue();
        assertThat(diagnosis.at("/cut_off").isArray()).isTrue();
        assertThat(diagnosis.at("/cut_off")).isEmpty();
    }

    @Test
    void terminalIsTheRunningProbeAndColours() {
        command.onATerminal().environment("TERM", "xterm").run("diagnose", "ws://192.0.2.1/");
        assertThat(command.out())
                .contains("running", "\u001b[2A\u001b[J", "\u001b[32mok\u001b[0m", "\u001b[1mResult (none)\u001b[0m");
    }

    @Test
    void noColorIsRespected() {
        command.onATerminal()
                .environment("TERM", "xterm")
                .environment("NO_COLOR", "1")
                .run("diagnose", "ws://192.0.2.1/");
        assertThat(command.out())
                .contains("Result (none)")
                .doesNotContain("m\u001b", "\u001b[3", "\u001b[1m", "\u001b[0m");
    }

    @Test
    void logOfEachProbeIsShownIfItIsWanted() {
        command.run("diagnose", "-v", "ws://192.0.2.1/");
        assertThat(command.out().lines().filter(line -> line.contains("a line of the probe's log")))
                .hasSize(command.requests().size());
    }

    @Test
    void jsonThatCannotBeWrittenIsStatus1() {
        assertThat(command.withoutStdout().run("diagnose", "--output=json", "ws://192.0.2.1/"))
                .isEqualTo(1);
        assertThat(command.err()).startsWith("stdout: the result could not be written");
    }

    @Test
    void helpNamesItsFlagsAndNoOther() {
        assertThat(command.run("diagnose", "--help")).isZero();
        assertThat(command.out())
                .contains(
                        "Usage: websocket-exporter diagnose [FLAG...] URL",
                        "--module=NAME",
                        "text for people, or json",
                        "20")
                .doesNotContain("--count", "--interval", "metrics");
    }
}
