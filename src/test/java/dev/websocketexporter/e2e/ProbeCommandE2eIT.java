package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code probe} as people and scripts run it: the jar as a process, in a pipe and in a terminal. */
@Tag("e2e")
@Timeout(90)
class ProbeCommandE2eIT {
    private static final Map<String, String> UTF8 = Map.of("LANG", "C.UTF-8", "TERM", "xterm");

    @TempDir
    private static Path directory;

    private static JettyServer server;
    private static Path trusting;

    @BeforeAll
    static void serve() throws IOException {
        var root = CertificateRecipe.ca("Example Root").selfSigned();
        server = new JettyServer(
                CertificateRecipe.leaf("localhost").signedBy(root).serverContext());
        trusting = Files.writeString(
                directory.resolve("trusting.yml"),
                "modules:\n  websocket:\n    websocket:\n      http_config:\n        tls_config: {ca_file: "
                        + Files.writeString(directory.resolve("ca.pem"), root.certificatePem()) + "}\n"
                        + "target_policy: {deny: [192.0.2.0/24]}\n");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void healthyTargetIsShownWholeInAPipeWithoutAnyEscapeSequence() throws Exception {
        Path classes = directory.resolve("classes.log");
        Ran ran = run(
                List.of("-Xlog:class+load=info:file=" + classes + ":none:filecount=0"),
                "probe",
                "--config.file=" + trusting,
                "--send=hello",
                "--expect=^hello$",
                "wss://localhost:" + server.securePort() + "/echo?token=hunter2");
        assertThat(ran.output())
                .startsWith("wss://localhost:" + server.securePort() + "/echo?token=<secret>, module websocket, at most"
                        + " 10 s\n")
                .containsSubsequence(
                        "\nresolve ",
                        "\nconnect ",
                        "\ntls ",
                        "\nprocessing ",
                        "\ntransfer ",
                        "\nclose ",
                        "\noverhead ",
                        "\ntls           TLS 1.3, ",
                        "\ncertificate   CN=localhost\n",
                        "issued by CN=Example Root\n",
                        " left\n",
                        "verified",
                        "\nupgrade       101\n",
                        "step 2        done after ",
                        "matched by text of 5 bytes \"hello\"",
                        "\nclose         1000",
                        "\nsuccess in ")
                .doesNotContain("\u001b", "hunter2");
        assertThat(ran.status()).isZero();
        assertThat(Files.readAllLines(classes).stream().filter(ProbeCommandE2eIT::isOfTheServer))
                .isEmpty();
    }

    private static boolean isOfTheServer(String line) {
        return line.startsWith("org.eclipse.jetty.")
                || line.startsWith("io.javalin.")
                || line.startsWith("io.prometheus.")
                || line.startsWith("dev.websocketexporter.server.");
    }

    @Test
    void expiredCertificateIsNamedWithWhatToLookAt() throws Exception {
        ServerTls tls = ServerTls.of(CertificateRecipe.leaf("localhost")
                .validUntil(Instant.parse("2021-01-01T00:00:00Z"))
                .selfSigned()
                .serverContext());
        try (ScriptedServer expired = ScriptedServer.tls(tls, Peer::upgrade)) {
            Ran ran = run("probe", "wss://localhost:" + expired.port() + "/");
            assertThat(ran.output())
                    .contains("valid 2020-01-01 to 2021-01-01, expired ", "not verified (checks that fail: validity")
                    .contains("\nfailed in phase tls: certificate_expired\n")
                    .contains("Renewal failed, or the server was not reloaded after it", "runbook.md#phase-tls");
            assertThat(ran.status()).isEqualTo(1);
        }
    }

    @Test
    void refusalIsShownWithItsHeadAndAsJsonForScripts() throws Exception {
        Script refusal = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 403 Forbidden\r\nServer: teapot\r\nSet-Cookie: sid=hunter2\r\nContent-Length: 9\r\n\r\n"
                    + "no origin");
            peer.finish();
        };
        try (ScriptedServer refusing = ScriptedServer.plain(refusal)) {
            String url = "ws://127.0.0.1:" + refusing.port() + "/";
            Ran text = run("probe", url);
            assertThat(text.output())
                    .containsSubsequence(
                            "\nanswer        HTTP/1.1 403 Forbidden\n",
                            "  Server: teapot\n",
                            "  Set-Cookie: <secret>\n",
                            "\nbody          no origin\n",
                            "\nfailed in phase processing: unexpected_status\n",
                            "runbook.md#an-unexpected-status")
                    .doesNotContain("hunter2");
            assertThat(text.status()).isEqualTo(1);

            Ran json = run("probe", "--output=json", url);
            JsonNode probe = new ObjectMapper().readTree(json.output());
            assertThat(probe.at("/failure/reason").textValue()).isEqualTo("unexpected_status");
            assertThat(probe.at("/upgrade/status").intValue()).isEqualTo(403);
            assertThat(json.status()).isEqualTo(1);
        }
    }

    @Test
    void deniedTargetIsALineAndStatus3() throws Exception {
        Ran ran = run("probe", "--config.file=" + trusting, "ws://192.0.2.7/");
        assertThat(ran.output()).isEqualTo("address 192.0.2.7 is forbidden by target_policy.deny: 192.0.2.0/24\n");
        assertThat(ran.status()).isEqualTo(3);
    }

    @Test
    void scriptFindsTheJarFromAnywhereAndPassesTheStatusOn() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("websocket-exporter"),
                Path.of("bin/websocket-exporter").toAbsolutePath());
        try (ManagedProcess process =
                ManagedProcess.start(directory, List.of(link.toString(), "probe", "--timeout=5", "ws://192.0.2.7/"))) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.output()).isEqualTo("--timeout: \"5\" has no unit (did you mean \"5s\"?)\n");
        }
    }

    /** A shell knows the width and exports it to nobody; the program itself would take 80 columns, and draw over wrapped lines. */
    @ParameterizedTest
    @ValueSource(strings = {"bin", "image"})
    void scriptTellsTheProgramHowWideTheTerminalIs(String place) throws Exception {
        Path home = Files.createDirectory(directory.resolve(place));
        Path script = Files.copy(Path.of(place, "websocket-exporter"), home.resolve("websocket-exporter"));
        Files.createFile(home.resolve("websocket-exporter.jar"));
        Path java = Files.writeString(home.resolve("java"), "#!/bin/sh\necho \"columns=$COLUMNS\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        String line =
                "unset COLUMNS JAVA_HOME; stty cols 44; PATH='" + home + "':\"$PATH\" sh '" + script + "' probe ws://a";
        assertThat(lineInTerminal(UTF8, line).output()).isEqualTo("columns=44\r\n");
    }

    @Test
    void terminalShowsColoursAndDrawsThePhasesWhileTheyLast() throws Exception {
        try (ScriptedServer silent = ScriptedServer.plain(Script.SILENCE)) {
            Ran ran = inTerminal(UTF8, "probe", "--timeout=400ms", "ws://127.0.0.1:" + silent.port() + "/");
            assertThat(ran.output())
                    .contains("\u001b[3A\u001b[J", "\u001b[36m█", "\u001b[31m")
                    .contains("failed in phase processing: timeout");
            assertThat(ran.output().split("processing", -1)).hasSizeGreaterThan(3);
            assertThat(ran.status()).isEqualTo(1);
        }
    }

    @Test
    void narrowTerminalWithoutColoursHasNoLongLine() throws Exception {
        Ran ran = inTerminal(
                Map.of("LANG", "C", "TERM", "xterm", "NO_COLOR", "1", "COLUMNS", "44"),
                "probe",
                "--config.file=" + trusting,
                "wss://localhost:" + server.securePort() + "/echo");
        String shown = ran.output().replaceAll("\u001b\\[([0-9]+A|J|\\?7[lh])", "");
        assertThat(shown).doesNotContain("\u001b").contains("|", "success in ");
        assertThat(shown.lines().skip(1).map(line -> line.replace("\r", "")).filter(line -> line.contains("  ")))
                .allMatch(line -> line.length() <= 44);
        assertThat(ran.status()).isZero();
    }

    @Test
    void ctrlCEndsASeriesWithItsSummary() throws Exception {
        List<String> command = command(
                List.of(), "probe", "--count=0", "--interval=50ms", "ws://127.0.0.1:" + server.plainPort() + "/echo");
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            Conditions.await(Duration.ofSeconds(30), () -> process.output().contains("\n   3  ok"), process::output);
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
            assertThat(process.awaitExit()).isZero();
            assertThat(process.output())
                    .containsPattern("\n[0-9]+ probes, [0-9]+ successful, 0 failed\n")
                    .containsPattern("\nconnect( +[0-9.]+){4}\n");
        }
    }

    private static Ran run(String... arguments) throws IOException {
        return run(List.of(), arguments);
    }

    private static Ran run(List<String> options, String... arguments) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, command(options, arguments))) {
            int status = process.awaitExit();
            return new Ran(status, process.output());
        }
    }

    private static List<String> command(List<String> options, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Tools.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-jar", Exporter.JAR.toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static Ran inTerminal(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String line = String.join(
                " ",
                command(List.of(), arguments).stream()
                        .map(word -> "'" + word + "'")
                        .toList());
        return lineInTerminal(environment, line);
    }

    /** In a terminal of its own, which {@code script} makes; it returns the status of what it runs. */
    private static Ran lineInTerminal(Map<String, String> environment, String line)
            throws IOException, InterruptedException {
        Path script = Tools.require("script");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "-qec", line, "/dev/null")
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "COLUMNS", "LC_ALL", "LC_CTYPE"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private record Ran(int status, String output) {}
}
