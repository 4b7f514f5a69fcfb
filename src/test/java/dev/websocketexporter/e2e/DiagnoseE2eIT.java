package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code diagnose} as people run it, against nginx in front of Node.js. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, and for its own servers: one test after the other
@Timeout(90)
class DiagnoseE2eIT {
    private static final String SERVERS = """
              server {
                listen 127.0.0.1:%1$d;
                location /chat {
                  proxy_pass http://127.0.0.1:%3$d;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                }
                # The classic mistake: what is not named is not passed on.
                location /forgotten {
                  proxy_pass http://127.0.0.1:%3$d;
                }
                # An application of one page, whose server answers everything with it.
                location /app {
                  default_type text/html;
                  return 200 "<html><title>App</title></html>";
                }
                location /gone {
                  proxy_pass http://127.0.0.1:%4$d;
                }
              }
              server {
                listen 127.0.0.1:%2$d ssl;
                ssl_certificate %5$s/leaf.pem;
                ssl_certificate_key %5$s/key.pem;
                location / {
                  proxy_pass http://127.0.0.1:%3$d;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                }
              }
            """;

    @TempDir
    private static Path directory;

    private static NodeEcho node;
    private static ManagedProcess nginx;
    private static int plain;
    private static int secure;
    private static Path trusting;

    @BeforeAll
    static void serve() throws IOException {
        node = NodeEcho.start(Files.createDirectory(directory.resolve("node")));
        plain = Http.freePort();
        secure = Http.freePort();
        TestIdentity root = CertificateRecipe.ca("Example Root").selfSigned();
        TestIdentity leaf = CertificateRecipe.leaf("localhost")
                .signedBy(CertificateRecipe.ca("Example R10").signedBy(root));
        Files.writeString(directory.resolve("leaf.pem"), leaf.certificatePem());
        Files.writeString(directory.resolve("key.pem"), leaf.keyPem());
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        trusting = Files.writeString(
                directory.resolve("trusting.yml"),
                "modules: {websocket: {websocket: {http_config: {tls_config: {ca_file: root.pem}}}}}\n");
        String servers = SERVERS.formatted(plain, secure, node.port(), Http.freePort(), directory);
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), Nginx.configuration(directory, servers));
        nginx = ManagedProcess.start(
                        directory,
                        List.of(
                                Tools.require("nginx").toString(),
                                "-p",
                                directory.toString(),
                                "-e",
                                "stderr",
                                "-c",
                                configuration.toString()))
                .awaitReady(() -> Http.accepts(plain) && Http.accepts(secure));
    }

    @AfterAll
    static void end() {
        if (nginx != null) {
            nginx.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void upgradeThatNginxForgetsIsFoundByTheAnswerOfNode() throws Exception {
        Exporter.Ended ended = Exporter.run(directory, "diagnose", url("/forgotten"));
        assertThat(ended.output())
                .startsWith(
                        url("/forgotten") + ", module websocket, at most 20 probes one after the other, each at most"
                                + " 10 s: 200 s in all\n")
                .containsSubsequence(
                        "  base  ",
                        "processing/unexpected_status (426)\n",
                        "  with Origin http://127.0.0.1:" + plain,
                        "  with permessage-deflate",
                        "  with well-known subprotocols",
                        "  HTTP/1.1 without upgrade            answer",
                        "426, Server: nginx",
                        "  over HTTP/2 ",
                        "\n\nLikely cause (upgrade_stripped)\n  The Upgrade does not arrive: an ordinary request gets the"
                                + " same answer (426, Server: nginx")
                .doesNotContain("\u001b");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void pageInThePlaceOfAnUpgradeIsFound() throws Exception {
        JsonNode diagnosis = diagnosis(Exporter.run(directory, "diagnose", "--output=json", url("/app")), 1);
        assertThat(diagnosis.at("/cause/kind").textValue()).isEqualTo("upgrade_stripped");
        assertThat(diagnosis.at("/base/upgrade/status").intValue()).isEqualTo(200);
        assertThat(diagnosis.at("/variations").findValuesAsText("change"))
                .contains("own_origin", "deflate", "plain_get", "http_2");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void serverBehindNginxThatIsDownIsFound() throws Exception {
        JsonNode diagnosis = diagnosis(Exporter.run(directory, "diagnose", "--output=json", url("/gone")), 1);
        assertThat(diagnosis.at("/cause/kind").textValue()).isEqualTo("gateway");
        assertThat(diagnosis.at("/cause/sentence").textValue()).contains("(502, Server: nginx");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void intermediateThatNginxDoesNotSendIsNamed() throws Exception {
        Exporter.Ended ended =
                Exporter.run(directory, "diagnose", "--config.file=" + trusting, "wss://localhost:" + secure + "/");
        assertThat(ended.output())
                .containsPattern("\n[*] without verification +ok ")
                .contains(
                        "Likely cause (missing_intermediate)\n  The server does not send the certificate of CN=Example R10,"
                                + " which issued its own, CN=localhost: browsers hide that");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void healthyTargetIsStatus0() throws Exception {
        JsonNode diagnosis = diagnosis(Exporter.run(directory, "diagnose", "--output=json", url("/chat")), 0);
        assertThat(diagnosis.at("/cause/kind").textValue()).isEqualTo("none");
        assertThat(diagnosis.at("/base/success").booleanValue()).isTrue();
    }

    private static JsonNode diagnosis(Exporter.Ended ended, int status) throws IOException {
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
        assertThat(ended.output()).hasLineCount(1).doesNotContain("\u001b");
        return new ObjectMapper().readTree(ended.output());
    }

    private static String url(String path) {
        return "ws://127.0.0.1:" + plain + path;
    }
}
