package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code promtool check metrics} has nothing to say. */
@Tag("e2e")
@Timeout(90)
class PromtoolE2eIT {
    @TempDir
    private static Path directory;

    private static Exporter exporter;

    private Path promtool;

    @BeforeAll
    static void start() throws IOException {
        exporter = Exporter.start(directory);
    }

    @AfterAll
    static void end() {
        exporter.close();
    }

    @BeforeEach
    void needPromtool() {
        promtool = Tools.require("promtool");
    }

    @Test
    void aSuccessIsFine() throws IOException {
        assertFine(exporter.probe(exporter.echoUrl()), "probe_success 1.0");
    }

    @Test
    void aFailureToResolveIsFine() throws IOException {
        assertFine(exporter.probe("ws://no-such-name.invalid/"), "phase=\"resolve\"");
    }

    @Test
    void aFailureToConnectIsFine() throws IOException {
        assertFine(exporter.probe("ws://127.0.0.1:" + Http.freePort() + "/"), "phase=\"connect\"");
    }

    @Test
    void aFailureOfTlsIsFine() throws IOException {
        assertFine(exporter.probe("wss://127.0.0.1:" + exporter.port() + "/"), "reason=\"not_tls\"");
    }

    @Test
    void anUntrustedCertificateIsFine() throws IOException {
        ServerTls tls =
                ServerTls.of(CertificateRecipe.leaf("localhost").selfSigned().serverContext());
        try (ScriptedServer server = ScriptedServer.tls(tls, Peer::upgrade)) {
            assertFine(exporter.probe("wss://localhost:" + server.port() + "/"), "reason=\"self_signed\"");
        }
    }

    /** In the format, line ends, quotes and backslashes are escaped; what Go escapes in a name is escaped twice. */
    @Test
    void oddNamesInACertificateAreFineAndReadBackAsTheyAre() throws IOException {
        String odd = "a\"b\\c\nd{e=\"f\",} 1";
        ServerTls tls = ServerTls.of(CertificateRecipe.leaf(odd).selfSigned().serverContext());
        try (ScriptedServer server = ScriptedServer.tls(tls, Peer::upgrade)) {
            String metrics = exporter.probe("wss://localhost:" + server.port() + "/");

            assertFine(metrics, "reason=\"self_signed\"");
            Samples.Sample info = Samples.of(metrics).only("probe_ssl_last_chain_info");
            assertThat(info.label("subject")).isEqualTo("CN=a\\\"b\\\\c\nd{e=\\\"f\\\"\\,} 1");
            assertThat(info.label("subjectalternative")).isEqualTo(odd);
            assertThat(Samples.of(metrics)
                            .only("probe_ssl_cert_not_after_timestamp_seconds")
                            .label("subject_cn"))
                    .isEqualTo(odd);
        }
    }

    @Test
    void aFailedUpgradeIsFine() throws IOException {
        assertFine(exporter.probe("ws://127.0.0.1:" + exporter.port() + "/metrics"), "phase=\"processing\"");
    }

    @Test
    void theExportersOwnMetricsAreFine() throws IOException {
        exporter.probe(exporter.echoUrl());
        exporter.probe("ws://127.0.0.1:" + Http.freePort() + "/");
        assertFine(exporter.get("/metrics").body(), "websocket_exporter_probes_total");
    }

    private void assertFine(String metrics, String mustContain) throws IOException {
        assertThat(metrics).contains(mustContain);
        Path file = Files.writeString(Files.createTempFile(directory, "metrics", ".txt"), metrics);
        try (ManagedProcess check =
                ManagedProcess.start(directory, file, List.of(promtool.toString(), "check", "metrics"))) {
            int status = check.awaitExit();
            assertThat(check.output()).isEmpty();
            assertThat(status).isZero();
        }
    }
}
