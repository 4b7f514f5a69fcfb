package dev.websocketexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProbeCommandTest {
    private static final Outcome SUCCESS = new Outcome.Success();
    private static final Outcome REFUSED = new Outcome.Failed(
            new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "192.0.2.1:80: connection refused"));

    @TempDir
    private Path directory;

    private final CommandRun command = new CommandRun();

    @Test
    void successIsStatus0() {
        assertThat(command.run("probe", "wss://example.com/chat?token=hunter2")).isZero();
        assertThat(command.out())
                .startsWith("wss://example.com/chat?token=<secret>, module websocket, at most 10 s\n")
                .contains("\nsuccess in 5.00 ms\n")
                .doesNotContain("hunter2");
        assertThat(command.err()).isEmpty();
        assertThat(command.warmedUpFor()).isEqualTo(command.requests()).hasSize(1);
    }

    @Test
    void failureIsStatus1WithItsReasonAndTheWordsOfTheRunbook() {
        assertThat(command.outcomes(REFUSED).run("probe", "ws://example.com/")).isEqualTo(1);
        assertThat(command.out())
                .contains("failed in phase connect: connection_refused\n  192.0.2.1:80: connection refused\n")
                .contains("1. The server is not running\n", "runbook.md#phase-connect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "probe | probe: no URL (expected: websocket-exporter probe wss://example.com/chat)",
                "probe ws://a ws://b | probe: 2 words that are no flags (expected: one URL, in quotes if it has an & or"
                        + " a space)",
                "probe example.com | target has no scheme (expected: a ws:// or wss:// URL such as"
                        + " wss://example.com/chat)",
                "probe --timeout 5 ws://a | --timeout: \"5\" has no unit (did you mean \"5s\"?)",
                "probe --timeout 0 ws://a | --timeout: \"0\" is no time at all (expected: a duration > 0 with its unit,"
                        + " such as 5s, 500ms or 1m30s)",
                "probe --interval=soon ws://a | --interval: \"soon\" is no duration (expected: a duration with its unit,"
                        + " such as 5s, 500ms or 0s)",
                "probe --timeout=25h ws://a | --timeout: \"25h\" is longer than a day (expected: at most 24h)",
                "probe --timeout | --timeout: has no value (expected: --timeout=DURATION)",
                "probe --timeout --insecure ws://a | --timeout: has no value (expected: --timeout=DURATION)",
                "probe --insecure=yes ws://a | --insecure: has a value (expected: none, just --insecure)",
                "probe --module a --module b ws://a | --module: given twice (expected: once)",
                "probe --modul a ws://a | --modul: unknown flag of probe (did you mean --module?)",
                "probe --web.listen-address=:1 ws://a | --web.listen-address: unknown flag of probe (expected: one that"
                        + " websocket-exporter probe --help lists)",
                "probe --module=chat ws://a | --module: \"chat\" is unknown (expected: one of websocket, websocket_ping,"
                        + " websocket_echo, websocket_http2)",
                "probe --output=xml ws://a | --output: \"xml\" is no format (expected: text, json or metrics)",
                "probe --count=some ws://a | --count: \"some\" is out of range (expected: a whole number from 1 to"
                        + " 1000000, or 0: until Ctrl-C)",
                "probe --count=2 --output=metrics ws://a | --count: metrics are those of one probe (expected: text or"
                        + " json with it)",
                "probe --http-version=3 ws://a | --http-version: \"3\" is not supported (expected: 1.1 or 2)",
                "probe --address=example.com ws://a | --address: \"example.com\" is no IP address (expected: one such as"
                        + " 192.0.2.1 or 2001:db8::1; the port is the URL's)",
                "probe --config.file= ws://a | --config.file: \"\" is no file (expected: a path such as"
                        + " /etc/websocket_exporter/config.yml)",
                "probe -H secret ws://a | --header: has no name before a colon (expected: 'Name: value', such as -H"
                        + " 'X-Tenant: blue')",
                "probe -H Connection:close ws://a | --header: \"Connection\" belongs to the opening handshake (expected:"
                        + " leave it out; the exporter sends its own)",
                "probe --subprotocol=a/b ws://a | --subprotocol: \"a/b\" is no subprotocol (expected: a name such as"
                        + " graphql-transport-ws, without spaces and separators)",
                "probe --send= ws://a | --send: is empty (expected: --send=TEXT)",
                "idle | idle: no URL (expected: websocket-exporter idle wss://example.com/chat)",
                "idle --max=5 ws://a | --max: \"5\" has no unit (did you mean \"5s\"?)",
                "idle --max=31m ws://a | --max: \"31m\" is longer than half an hour (expected: at most 30m)",
                "idle --max=999ms ws://a | --max: \"999ms\" is shorter than 1s (expected: a duration of at least 1s, such"
                        + " as 30s or 1m30s)",
                "idle --lengths=1s,,2s ws://a | --lengths: \"\" is no duration (expected: a duration of at least 100ms,"
                        + " such as 30s or 1m30s)",
                "idle --lengths=1s,2s,3s,4s,5s,6s,7s,8s,9s,10s,11s,12s,13s,14s,15s,16s,17s,18s,19s,20s,21s ws://a |"
                        + " --lengths: 21 lengths (expected: at most 20)",
                "idle --lengths=1s,31m ws://a | --lengths: \"31m\" is longer than half an hour (expected: at most 30m)",
                "idle --max=2s --lengths=1s ws://a | --max: the longest of --lengths is the longest (expected: one of the"
                        + " two)",
                "idle --output=metrics ws://a | --output: \"metrics\" is no format (expected: text or json)",
                "idle --count=2 ws://a | --count: unknown flag of idle (expected: one that websocket-exporter idle --help"
                        + " lists)",
                "probe --max=5m ws://a | --max: unknown flag of probe (expected: one that websocket-exporter probe --help"
                        + " lists)",
                "completion | completion: no shell (expected: websocket-exporter completion bash, or zsh)",
                "completion fish | completion: \"fish\" is no shell (expected: websocket-exporter completion bash, or"
                        + " zsh)"
            })
    void badUsageIsOneLineAndStatus2(String words, String line) {
        assertThat(command.run(words.split(" "))).isEqualTo(2);
        assertThat(command.err()).isEqualTo(line + "\n");
        assertThat(command.out()).isEmpty();
        assertThat(command.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--expect=(, --expect: ", "--send=${1}, --send: "})
    void stepThatCannotBePlayedNamesItsFlag(String flag, String beginning) {
        assertThat(command.run("probe", flag, "ws://a")).isEqualTo(2);
        assertThat(command.err()).startsWith(beginning).contains("expected").hasLineCount(1);
    }

    @Test
    void everyMistakeOfTheConfigurationIsALineAndStatus2() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yml"), "modules:\n  a: {timeout: 5}\n  b: {tmeout: 5s}\n");
        assertThat(command.run("probe", "--config.file", file.toString(), "ws://a"))
                .isEqualTo(2);
        assertThat(command.err().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
    }

    @Test
    void hostThatThePolicyForbidsIsStatus3AndNothingIsProbed() throws IOException {
        Path file = config("modules: {websocket: {}}\ntarget_policy: {deny: [intern.example.com]}\n");
        assertThat(command.run("probe", "--config.file=" + file, "--output=json", "ws://intern.example.com/"))
                .isEqualTo(3);
        assertThat(command.err())
                .isEqualTo("host intern.example.com is forbidden by target_policy.deny: intern.example.com\n");
        assertThat(command.requests()).isEmpty();
    }

    @Test
    void addressThatThePolicyForbidsIsStatus3() {
        command.outcomes(new Outcome.Forbidden("169.254.169.254 is forbidden by target_policy.deny: 169.254.0.0/16"));
        assertThat(command.run("probe", "ws://metadata.example.com/")).isEqualTo(3);
        assertThat(command.out()).contains("forbidden by the target policy\n  169.254.169.254 is forbidden");
    }

    /** Otherwise, a script would go on with half a file, or none. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "metrics"})
    void resultThatCannotBeWrittenIsToldAndStatus1(String output) {
        assertThat(command.withoutStdout().run("probe", "--output=" + output, "ws://a"))
                .isEqualTo(1);
        assertThat(command.err())
                .isEqualTo("stdout: the result could not be written (expected: a file or pipe that takes it)\n");
    }

    /** As with {@code | head}. */
    @Test
    void seriesThatNobodyReadsAnyMoreEndsWithoutAWord() {
        assertThat(command.withoutStdout().run("probe", "--count=0", "--output=json", "ws://a"))
                .isZero();
        assertThat(command.err()).isEmpty();
        assertThat(command.requests()).hasSize(1);
    }

    @Test
    void jsonIsAnObjectALine() throws IOException {
        assertThat(command.outcomes(SUCCESS, REFUSED)
                        .onATerminal()
                        .run("probe", "--output=json", "--count=2", "--interval=0s", "ws://example.com/"))
                .isEqualTo(1);
        List<String> lines = command.out().lines().toList();
        assertThat(lines).hasSize(2);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(lines.get(0)).get("success").booleanValue()).isTrue();
        assertThat(json.readTree(lines.get(1)).get("failure").get("reason").textValue())
                .isEqualTo("connection_refused");
    }

    @Test
    void metricsAreThoseOfTheEndpointAndNothingElse() {
        assertThat(command.outcomes(REFUSED).run("probe", "--output=metrics", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.out())
                .startsWith("# HELP probe_success")
                .contains("\nprobe_success 0.0\n")
                .endsWith("\n");
    }

    @Test
    void severalProbesEndWithASummaryAndTheWorstStatus() {
        assertThat(command.outcomes(SUCCESS, REFUSED, SUCCESS)
                        .run("probe", "--count=3", "--interval=0s", "ws://example.com/"))
                .isEqualTo(1);
        assertThat(command.requests()).hasSize(3);
        assertThat(command.out())
                .contains("\n   2  failed    5.00 ms  connect/connection_refused: 192.0.2.1:80: connection refused\n")
                .contains("\n3 probes, 2 successful, 1 failed (33 %)\n");
    }

    @Test
    void ctrlCEndsTheSeriesWithItsSummary() {
        assertThat(command.interruptedAfter(2).run("probe", "--count=0", "--interval=0s", "ws://example.com/"))
                .isZero();
        assertThat(command.out()).contains("\n2 probes, 2 successful, 0 failed\n");
    }

    @Test
    void ctrlCInTheFirstProbeIsStatus130() {
        assertThat(command.interruptedAfter(0).run("probe", "ws://example.com/"))
                .isEqualTo(130);
        assertThat(command.out()).contains("\ncancelled after 5.00 ms\n");
    }

    @Test
    void flagsReplaceWhatTheModuleSays() throws IOException {
        Path file = config("""
                modules:
                  chat:
                    timeout: 3s
                    websocket:
                      origin: https://example.com
                      headers: {X-Tenant: red, X-Other: kept}
                      subprotocols: [old]
                      http_config: {bearer_token: t}
                      query_response: [{send: hello}]
                """);
        assertThat(command.run(
                        "probe",
                        "--config.file=" + file,
                        "--module=chat",
                        "-H",
                        "X-Tenant: blue",
                        "-H",
                        "Authorization: Basic abc",
                        "-H",
                        "Origin: https://elsewhere.example",
                        "--subprotocol=a",
                        "--subprotocol",
                        "b",
                        "--send=one",
                        "--expect=(two)",
                        "--send=${1}",
                        "--timeout=500ms",
                        "--insecure",
                        "wss://example.com/"))
                .isZero();
        ProbeRequest request = command.requests().get(0);
        ProbeModule module = request.module();
        assertThat(request.budget()).isEqualTo(Duration.ofMillis(500));
        assertThat(module.upgrade().origin()).isNull();
        assertThat(module.upgrade().credentials()).isNull();
        assertThat(module.upgrade().subprotocols()).containsExactly("a", "b");
        assertThat(module.upgrade().headers())
                .extracting(header -> header.name() + (header.values().get(0) instanceof Value.Plain))
                .containsExactlyInAnyOrder("X-Othertrue", "X-Tenantfalse", "Authorizationfalse", "Origintrue");
        assertThat(module.tls().insecureSkipVerify()).isTrue();
        assertThat(module.conversation().steps()).hasSize(3);
        assertThat(module.conversation().steps().get(1).expectation()).isInstanceOf(Expectation.Matching.class);
    }

    @Test
    void stepThatWaitsForAValueIsNotPlayedWithoutOne() throws IOException {
        Path file = config("""
                modules:
                  chat:
                    params: ["step:subscribe"]
                    websocket: {query_response: [{name: subscribe, send: 'room ${param}'}]}
                """);
        assertThat(command.run("probe", "--config.file=" + file, "--module=chat", "ws://a"))
                .isEqualTo(2);
        assertThat(command.err())
                .isEqualTo(
                        "--module: \"chat\" sends param_step_subscribe in its step \"subscribe\", which only the query of"
                                + " /probe can give (expected: --send and --expect in the place of its steps, or another module)\n");
        assertThat(command.requests()).isEmpty();

        assertThat(command.run("probe", "--config.file=" + file, "--module=chat", "--send=room 7", "ws://a"))
                .isZero();
    }

    @Test
    void withoutFlagsTheModuleIsWhatTheConfigurationSays() {
        assertThat(command.run("probe", "--module=websocket_ping", "ws://example.com/"))
                .isZero();
        ProbeRequest request = command.requests().get(0);
        assertThat(request.module().conversation().heartbeat().pings()).isEqualTo(3);
        assertThat(request.budget()).isEqualTo(Duration.ofSeconds(5));
        assertThat(request.hostOverride()).isNull();
    }

    @Test
    void addressIsDialledInThePlaceOfTheName() {
        assertThat(command.run("probe", "--address", "2001:db8::7", "wss://example.com:8443/chat?a=b"))
                .isZero();
        ProbeRequest request = command.requests().get(0);
        assertThat(request.target().host()).isEqualTo("2001:db8::7");
        assertThat(request.target().port()).isEqualTo(8443);
        assertThat(request.target().requestTarget()).isEqualTo("/chat?a=b");
        assertThat(request.hostOverride()).isEqualTo(new ProbeRequest.HostOverride("example.com:8443", "example.com"));
        assertThat(command.out()).startsWith("wss://example.com:8443/chat?a=<secret> at 2001:db8::7, module");
    }

    @Test
    void verboseShowsTheLogOfTheProbe() {
        assertThat(command.run("probe", "-v", "ws://example.com/")).isZero();
        assertThat(command.out()).contains("a line of the probe's log");
    }

    @Test
    void helpNamesEveryFlag() {
        assertThat(command.run("probe", "--help")).isZero();
        for (ProbeFlag flag : CommandFlags.PROBE.rows().keySet()) {
            assertThat(command.out()).contains(flag.row().usage());
        }
    }

    private Path config(String yaml) throws IOException {
        return Files.writeString(directory.resolve("config.yml"), yaml);
    }
}
