package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.DnsServer;
import dev.websocketexporter.testkit.DnsServer.Answer;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/prometheus/dns_sd.yml}, with a name server of the test in the system's resolver configuration of
 * Prometheus and the exporter alone.
 */
@Tag("e2e")
@Timeout(180)
class DnsDiscoveryE2eIT {
    private static final String NAME_SERVER = "127.0.0.154";
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(60);

    /** What the servers were asked for, as the Host header says. */
    private final Set<String> hosts = new ConcurrentSkipListSet<>();

    @Test
    void everyAddressAndEveryServiceIsProbedUnderItsName(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException {
        Tools.require("prometheus");
        List<String> withNameServer = withNameServer(directory);
        List<String> java = new ArrayList<>(withNameServer);
        java.add(Tools.java().toString());
        TestIdentity root = CertificateRecipe.ca("E2E Root").selfSigned();
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        try (ScriptedServer chat = server("0.0.0.0", "chat.example.com", root);
                ScriptedServer node = server("127.0.0.1", "node7.example.com", root);
                DnsServer dns = new DnsServer(
                        new InetSocketAddress(NAME_SERVER, 53),
                        Map.of(
                                "chat.example.com",
                                Answer.addresses("127.0.0.21", "127.0.0.22"),
                                "_chat._tcp.example.com",
                                new Answer.Services(List.of(new Answer.Service("node7.example.com", node.port()))),
                                "node7.example.com",
                                Answer.addresses("127.0.0.1")));
                Exporter exporter = Exporter.start(directory, java, "--config.file=" + trusting(roots, directory));
                Prometheus prometheus = PrometheusExample.of("dns_sd.yml", directory)
                        .with("port: 443", "port: " + chat.port())
                        .with("localhost:10115", "127.0.0.1:" + exporter.port())
                        .start(withNameServer)) {
            Conditions.await(
                    FOUND_WITHIN,
                    () -> prometheus.query("probe_success == 1").size() == 3,
                    () -> "probes: " + prometheus.query("probe_success") + ", failures: "
                            + prometheus.query("probe_websocket_failure_info"));

            assertThat(prometheus.query("probe_success{job=\"chat_by_address\",hostname=\"chat.example.com\"}"))
                    .extracting(sample -> sample.label("instance"))
                    .containsExactlyInAnyOrder(
                            "wss://127.0.0.21:" + chat.port() + "/socket",
                            "wss://127.0.0.22:" + chat.port() + "/socket");
            assertThat(prometheus.query("probe_success{job=\"chat_by_service\"}"))
                    .extracting(sample -> sample.label("instance"))
                    .containsExactly("wss://node7.example.com:" + node.port() + "/socket");
            assertThat(hosts)
                    .containsExactlyInAnyOrder(
                            "/socket at chat.example.com", "/socket at node7.example.com:" + node.port());
            assertThat(dns.queriesFor("_chat._tcp.example.com")).isPositive();
        }
    }

    /** Runs a program that finds the test's name server in {@code /etc/resolv.conf}. */
    private static List<String> withNameServer(Path directory) throws IOException {
        Path unshare = Programs.require("unshare");
        Programs.skipUnless(
                "root".equals(System.getProperty("user.name")), "only root binds port 53 and mounts over resolv.conf");
        Path resolvConf = Files.writeString(directory.resolve("resolv.conf"), "nameserver " + NAME_SERVER + "\n");
        return List.of(
                unshare.toString(),
                "--mount",
                "sh",
                "-c",
                "mount --bind " + resolvConf + " /etc/resolv.conf && exec \"$@\"",
                "sh");
    }

    private static Path trusting(Path roots, Path directory) throws IOException {
        return Files.writeString(directory.resolve("config.yml"), """
                modules:
                  websocket:
                    websocket:
                      http_config: {tls_config: {ca_file: %s}}
                """.formatted(roots));
    }

    /** One whose certificate is for one name only, so that a probe under another name fails. */
    private ScriptedServer server(String address, String name, TestIdentity root) throws IOException {
        TestIdentity leaf = CertificateRecipe.leaf(name).signedBy(root);
        return ScriptedServer.tlsOn(address, ServerTls.of(leaf.serverContext()), this::serve);
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        hosts.add(
                head.requestLine().split(" ")[1] + " at " + head.header("Host").orElse("nowhere"));
        peer.send(UpgradeAnswer.to(head).text());
        peer.sendFrame(8, peer.readFrame().payload());
        peer.fin();
    }
}
