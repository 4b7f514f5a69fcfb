package dev.websocketexporter.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.CrlRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Good, bad and expiring targets, an exporter that probes them and holds connections to others open, and a Prometheus that
 * scrapes it every second, and the exporters of others beside it.
 */
final class DashboardWorld implements AutoCloseable {
    private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(30);
    private static final Duration LEFT = Duration.ofDays(5);
    private static final Duration SHORT_LIFE = Duration.ofHours(160);

    /** Not one of its probes begins: the exporter has no answer but that this is no WebSocket. */
    private static final String NOT_PROBED = "ftp://127.0.0.1/";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Path directory;
    private final TestIdentity root = CertificateRecipe.ca("E2E Root").selfSigned();
    private final NodeEcho node;
    private final WatchedServer watched;
    private final Nginx nginx;
    private final ScriptedServer dying;
    private final StaplingServer shortLived;
    private final Exporter exporter;
    private final Neighbours neighbours;
    private final Prometheus prometheus;

    private DashboardWorld(Path directory) throws IOException {
        this.directory = directory;
        this.node = keep(NodeEcho.start(Files.createDirectory(directory.resolve("node"))));
        this.watched = keep(WatchedServer.start(Files.createDirectory(directory.resolve("watched"))));
        TestIdentity leaf = CertificateRecipe.leaf("localhost")
                .validUntil(Instant.now().plus(LEFT))
                .signedBy(root);
        this.nginx = keep(Nginx.inFrontOf(node.port(), leaf, Files.createDirectory(directory.resolve("nginx"))));
        this.dying = keep(ScriptedServer.plain(DashboardWorld::echoClose));
        this.shortLived = keep(stapling());
        this.exporter = keep(Exporter.start(directory, "--config.file=" + configuration()));
        this.neighbours = keep(Neighbours.start(exporter, directory));
        this.prometheus =
                keep(Prometheus.start(scrapeConfiguration(), Files.createDirectory(directory.resolve("prometheus"))));
    }

    static DashboardWorld start(Path directory) throws IOException {
        Tools.require("prometheus");
        DashboardWorld world = new DashboardWorld(directory);
        world.neighbours.include(world.prometheus);
        world.letOneDie();
        return world;
    }

    private <T extends AutoCloseable> T keep(T process) {
        running.push(process);
        return process;
    }

    private static void echoClose(Peer peer) throws IOException {
        peer.upgrade();
        peer.sendFrame(8, peer.readFrame().payload());
        peer.fin();
    }

    private static void agree(Peer peer) throws IOException {
        peer.send(UpgradeAnswer.to(peer.readHead())
                .adding("Sec-WebSocket-Protocol", "chat")
                .adding("Sec-WebSocket-Extensions", "permessage-deflate")
                .text());
        peer.sendFrame(8, peer.readFrame().payload());
        peer.fin();
    }

    private Path configuration() throws IOException {
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        return Files.writeString(directory.resolve("config.yml"), """
                modules:
                  websocket:
                    websocket:
                      http_config:
                        follow_redirects: true
                        tls_config: {ca_file: %1$s}
                  agreed:
                    websocket:
                      subprotocols: [chat]
                      compression: true
                  listed:
                    websocket:
                      http_config:
                        tls_config: {ca_file: %1$s, crl_check: true}
                  script:
                    websocket:
                      addresses: all
                      query_response:
                        - name: ask
                          send: "hello 42"
                        - name: answer
                          expect: "hello ([0-9]+)"
                          labels: [{name: answer, value: "${1}"}]
                      heartbeat: {pings: 2, interval: 20ms, timeout: 200ms}
                  mismatch:
                    websocket:
                      query_response:
                        - send: "hello"
                        - expect: "good night"
                """.formatted(roots) + watched.watches());
    }

    private String scrapeConfiguration() throws IOException {
        StringBuilder text = new StringBuilder("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n");
        text.append(job("websocket", "{location: home}", websocketTargets()));
        ScriptedServer agreeing = keep(ScriptedServer.plain(DashboardWorld::agree));
        text.append(job("agreed", "{}", List.of("ws://127.0.0.1:" + agreeing.port() + "/chat?room=1")));
        text.append(job("listed", "{}", List.of("wss://localhost:" + listed().port() + "/")));
        text.append(job("script", "{}", List.of(plain())));
        text.append(job("mismatch", "{}", List.of(plain() + "mismatch")));
        return text + """
                  - job_name: websocket_exporter
                    static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                  - job_name: websocket_watch
                    metrics_path: /watch
                    static_configs: [{targets: ["127.0.0.1:%1$d"]}]
                """.formatted(exporter.port()) + neighbours.scrapeConfiguration(List.of(plain(), expiring()));
    }

    private List<String> websocketTargets() throws IOException {
        ScriptedServer unavailable = keep(ScriptedServer.plain(peer -> peer.send(UpgradeAnswer.to(peer.readHead())
                .statusLine("HTTP/1.1 503 Service Unavailable")
                .text())));
        ScriptedServer moved = keep(ScriptedServer.plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 302 Found\r\nLocation: " + plain() + "\r\nContent-Length: 0\r\n\r\n");
        }));
        TestIdentity stranger = CertificateRecipe.leaf("localhost").selfSigned();
        ScriptedServer untrusted =
                keep(ScriptedServer.tls(ServerTls.of(stranger.serverContext()), DashboardWorld::echoClose));
        return List.of(
                plain(),
                expiring(),
                nginx.url("/forgotten"),
                refused(),
                NOT_PROBED,
                "ws://127.0.0.1:" + dying.port() + "/",
                "ws://127.0.0.1:" + unavailable.port() + "/",
                "ws://127.0.0.1:" + moved.port() + "/",
                "wss://localhost:" + untrusted.port() + "/",
                "wss://localhost:" + renewing().port() + "/",
                shortLived());
    }

    /** Shows one certificate and then, in turns, another. */
    private ScriptedServer renewing() throws IOException {
        List<ScriptedServer> both = List.of(trusted(), trusted());
        AtomicInteger connections = new AtomicInteger();
        return keep(ScriptedServer.plain(peer -> {
            int port = both.get(connections.getAndIncrement() % both.size()).port();
            try (Socket other = new Socket("127.0.0.1", port)) {
                peer.relay(other);
            }
        }));
    }

    private StaplingServer stapling() throws IOException {
        Instant now = Instant.now();
        TestIdentity leaf = CertificateRecipe.leaf("localhost")
                .validFrom(now.minus(SHORT_LIFE).plus(LEFT))
                .validUntil(now.plus(LEFT))
                .signedBy(root);
        return StaplingServer.of(leaf)
                .staple(StapleRecipe.good(leaf).signedBy(root))
                .start();
    }

    private ScriptedServer trusted() throws IOException {
        TestIdentity leaf = CertificateRecipe.leaf("localhost").signedBy(root);
        return keep(ScriptedServer.tls(ServerTls.of(leaf.serverContext()), DashboardWorld::echoClose));
    }

    /** Its certificate names the list of its issuer, which does not revoke it. */
    private ScriptedServer listed() throws IOException {
        HttpServer lists = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        running.push(() -> lists.stop(0));
        byte[] list = CrlRecipe.of(root).der();
        lists.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, list.length);
                exchange.getResponseBody().write(list);
            }
        });
        lists.start();
        String place = "http://127.0.0.1:" + lists.getAddress().getPort() + "/root.crl";
        TestIdentity leaf = CertificateRecipe.leaf("localhost")
                .plain(Extension.cRLDistributionPoints, CrlRecipe.at(place))
                .signedBy(root);
        return keep(ScriptedServer.tls(ServerTls.of(leaf.serverContext()), DashboardWorld::echoClose));
    }

    /** One job for a module of the same name. */
    private String job(String module, String labels, List<String> targets) {
        String list = targets.stream().map(url -> '"' + url + '"').collect(Collectors.joining(", "));
        return """
                  - job_name: %1$s
                    metrics_path: /probe
                    params: {module: [%1$s]}
                    static_configs: [{labels: %2$s, targets: [%3$s]}]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%4$d"}
                """.formatted(module, labels, list, exporter.port());
    }

    /** A target that has worked and works no more. */
    private void letOneDie() throws IOException {
        String up = "probe_success{instance=\"ws://127.0.0.1:" + dying.port() + "/\"} == 1";
        Conditions.await(SCRAPED_WITHIN, () -> !prometheus.query(up).isEmpty(), () -> up + " never held");
        dying.close();
    }

    /** Works. */
    String plain() {
        return "ws://127.0.0.1:" + node.port() + "/";
    }

    /** Of the jobs whose targets this exporter probes, of its own, and of the connections that it holds open. */
    static List<String> jobs() {
        return List.of("websocket", "agreed", "listed", "script", "mismatch", "websocket_exporter", "websocket_watch");
    }

    /** Works, with a certificate that ends in five days after years. */
    String expiring() {
        return nginx.url("/upgraded");
    }

    /** Works, with a certificate that ends in five days, which is most of its life. */
    String shortLived() {
        return "wss://localhost:" + shortLived.port() + "/";
    }

    /** Nobody listens there. */
    String refused() {
        return "ws://127.0.0.1:1/";
    }

    Prometheus prometheus() {
        return prometheus;
    }

    @Override
    public void close() {
        running.forEach(DashboardWorld::end);
    }

    private static void end(AutoCloseable process) {
        try {
            process.close();
        } catch (Exception e) {
            throw new IllegalStateException("a process did not end", e);
        }
    }
}
