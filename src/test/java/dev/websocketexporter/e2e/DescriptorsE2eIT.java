package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process with 1,024 file descriptors and a thousand healthy targets at once: what does not fit is turned away, nothing fails. */
@Tag("e2e")
@Timeout(180)
class DescriptorsE2eIT {
    private static final int TARGETS = 1_000;
    private static final Pattern LIMIT =
            Pattern.compile("level=warn [^\n]*max_concurrent=(\\d+) file_descriptors=1024\n");

    @TempDir
    private Path directory;

    @Test
    void thousandHealthyTargetsSucceedOrAreTurnedAway() throws Exception {
        TestIdentity root = CertificateRecipe.ca("root").selfSigned();
        TestIdentity identity = CertificateRecipe.leaf("localhost").signedBy(root);
        Path rootFile = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path config = Files.writeString(
                directory.resolve("config.yml"),
                "modules:\n  plain: {}\n  secure:\n    websocket: {http_config: {tls_config: {ca_file: " + rootFile
                        + "}}}\n");
        List<String> limited = List.of(
                "sh", "-c", "ulimit -n 1024 && exec \"$@\"", "sh", Tools.java().toString());
        try (JettyServer server = new JettyServer(ServerTls.of(identity.serverContext()));
                Exporter exporter = Exporter.start(directory, limited, "--config.file=" + config)) {
            Matcher said = LIMIT.matcher(exporter.process().output());
            assertThat(said.find()).as(exporter.process().output()).isTrue();
            int places = Integer.parseInt(said.group(1));
            assertThat(places).isBetween(100, 300);

            List<HttpResponse<String>> answers = allAtOnce(exporter, server);

            assertThat(answers).allSatisfy(answer -> {
                if (answer.statusCode() == 503) {
                    assertThat(answer.body()).startsWith(places + " probes are running, which is the limit");
                } else {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).contains("\nprobe_success 1.0\n");
                }
            });
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                    .hasSizeGreaterThanOrEqualTo(places);
            assertThat(exporter.process().output()).doesNotContain("level=error", "Too many open files");
            assertThat(exporter.get("/metrics").body())
                    .contains("websocket_exporter_limit_reached_total{limit=\"descriptors\",} 0.0");
        }
    }

    /** Each with a connection of its own, which stays open, as Prometheus' do. */
    private static List<HttpResponse<String>> allAtOnce(Exporter exporter, JettyServer server) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            String target = i % 2 == 0
                    ? "&module=plain&target=ws://127.0.0.1:" + server.plainPort()
                    : "&module=secure&target=wss://localhost:" + server.securePort();
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + exporter.port() + "/probe?" + target.substring(1) + "/echo"))
                            .header("X-Prometheus-Scrape-Timeout-Seconds", "30")
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        List<HttpResponse<String>> all = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            all.add(answer.get(60, TimeUnit.SECONDS));
        }
        return all;
    }
}
