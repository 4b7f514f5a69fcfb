package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a process: how it starts, refuses to start, and ends. */
@Tag("e2e")
@Timeout(90)
class CommandLineE2eIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"--no-such-flag", "--timeout-offset=soon", "--web.listen-address=:99999"})
    void badFlagIsOneLineAndExit2(String flag) throws IOException {
        Exporter.Ended ended = Exporter.run(directory, flag);
        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.output()).contains(flag.replaceFirst("=.*", "").replaceFirst("^--no-", ""));
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void badConfigurationIsNamedAndExit1() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bad.yml"), "modules:\n  chat:\n    websocket:\n      header: {A: b}\n");
        Exporter.Ended ended = Exporter.run(directory, "--config.file=" + file);
        assertThat(ended.output()).contains("bad.yml:4:7: modules.chat.websocket.header");
        assertThat(ended.status()).isEqualTo(1);
    }

    /** What people had before blackbox_exporter had a prober for WebSockets probes one here. */
    @Test
    void configurationOfBlackboxExporterIsConvertedPassesTheCheckAndProbes() throws IOException {
        Path blackbox = Path.of("src/test/resources/dev/websocketexporter/cli/convert/upgrade-by-http.yml");
        Exporter.Ended converted =
                Exporter.run(directory, "convert", blackbox.toAbsolutePath().toString());
        assertThat(converted.status()).as(converted.output()).isZero();
        Path file = Files.writeString(directory.resolve("config.yml"), converted.output());

        Exporter.Ended check = Exporter.run(directory, "--config.file=" + file, "--config.check");
        assertThat(check.output()).isEqualTo(file + ": 2 modules, no mistakes\n");
        assertThat(check.status()).isZero();

        try (Exporter exporter = Exporter.start(directory, "--config.file=" + file)) {
            assertThat(exporter.probe(exporter.echoUrl())).contains("probe_success 1.0");
        }
    }

    @Test
    void sigtermLetsTheRunningProbeEndAndExits0() throws IOException {
        try (ScriptedServer silent = ScriptedServer.plain(Script.SILENCE);
                Exporter exporter = Exporter.start(directory, "--config.file=" + twoSeconds())) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> probe(exporter, silent.port()));
            Conditions.await(Duration.ofSeconds(20), () -> silent.accepted() == 1, () -> "no probe was started");
            exporter.process().terminate();
            assertThat(answer.join())
                    .contains("probe_websocket_failure_info{phase=\"processing\",reason=\"timeout\",} 1.0");
            assertThat(exporter.process().awaitExit()).isZero();
        }
    }

    @Test
    void theWarmUpEndsAfterReadinessAndNothingOfItIsTold() throws IOException {
        try (Exporter exporter = Exporter.start(directory, "--log.level=debug")) {
            Conditions.await(
                    Duration.ofSeconds(10),
                    () -> exporter.process().output().contains("warmed up"),
                    () -> exporter.process().output());
            assertThat(exporter.process().output())
                    .containsSubsequence("msg=listening", "msg=ready", "msg=\"warmed up\" probes=")
                    .doesNotContain("warmed up\" probes=0")
                    .doesNotContain("target=");
            assertThat(exporter.get("/").body()).contains("No target has been probed yet.");
            assertThat(exporter.get("/metrics").body())
                    .contains("websocket_exporter_probes_total{module=\"websocket\",result=\"success\",} 0.0")
                    .contains("websocket_exporter_probe_duration_seconds_count{module=\"websocket\",} 0.0")
                    .doesNotContain("warm");
            // One sample at least, since the exporter watches itself from now on.
            Conditions.await(Duration.ofSeconds(10), () -> lagSamples(exporter) > 0, () -> "no lag was sampled");
        }
    }

    private static double lagSamples(Exporter exporter) {
        String name = "websocket_exporter_event_loop_lag_seconds_count ";
        try {
            return exporter.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path twoSeconds() throws IOException {
        return Files.writeString(directory.resolve("slow.yml"), "modules:\n  websocket:\n    timeout: 2s\n");
    }

    private static String probe(Exporter exporter, int port) {
        try {
            return exporter.probe("ws://127.0.0.1:" + port + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"boringssl, BoringSSL", "jdk, JDK"})
    void bothTlsEnginesWorkInTheJar(String forced, String logged) throws IOException {
        ServerTls tls =
                ServerTls.of(CertificateRecipe.leaf("localhost").selfSigned().serverContext());
        List<String> java = List.of(Tools.java().toString(), "-Dwebsocketexporter.tls.engine=" + forced);
        try (ScriptedServer server = ScriptedServer.tls(tls, Peer::upgrade);
                Exporter exporter = Exporter.start(directory, java)) {
            assertThat(exporter.probe("wss://localhost:" + server.port() + "/"))
                    .contains("reason=\"self_signed\"")
                    .contains("probe_tls_version_info{version=\"TLS 1.3\",} 1.0");
            assertThat(exporter.process().output()).contains(logged);
        }
    }

    @Test
    void runsOnJava25WithoutAWarning() throws IOException {
        try (Exporter exporter =
                Exporter.start(directory, List.of(Tools.java25().toString()))) {
            assertThat(exporter.probe(exporter.echoUrl())).contains("\nprobe_success 1.0\n");
            assertThat(exporter.process().output()).doesNotContain("WARNING");
            exporter.process().terminate();
            assertThat(exporter.process().awaitExit()).isZero();
        }
    }
}
