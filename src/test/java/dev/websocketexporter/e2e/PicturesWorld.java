package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The targets of the pictures in the documents, under the names of companies that do not exist: most work, one after the
 * other fails, each for another reason, and some recover.
 */
final class PicturesWorld implements AutoCloseable {
    static final Duration SCRAPED = Duration.ofSeconds(2);
    /** How much time the pictures show. */
    static final Duration RANGE = Duration.ofMinutes(6);
    /** Before the pictures begin, so that rates have data from the start. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private static final String PLAIN = "websocket";
    private static final String CHAT = "chat";
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Target> targets = new ArrayList<>();
    private final TestIdentity root = CertificateRecipe.ca("Example Root CA").selfSigned();
    private final TestIdentity issuing =
            CertificateRecipe.ca("Example Issuing CA").validUntil(in(900)).signedBy(root);
    /** Set anew when everything runs, which takes a while. */
    private volatile Instant started = Instant.now();

    private final PicturesWatch watch;
    private final ScriptedServer legacy;
    private final Exporter exporter;
    private final Prometheus prometheus;

    private PicturesWorld(Path directory) throws IOException {
        watch = keep(PicturesWatch.start(Files.createDirectory(directory.resolve("watched"))));
        legacy = keep(ScriptedServer.plain(peer -> talk(peer, 8)));
        targets.add(new Target(PLAIN, "ws", "legacy.example.net:8080", "/", legacy.port()));
        addWorking();
        addFailing();
        exporter = keep(Exporter.start(directory, "--config.file=" + configuration(directory)));
        prometheus = keep(Prometheus.start(scrapeConfiguration(), directory));
    }

    /** Returns when there is data for the pictures, which takes as long as they show. */
    static PicturesWorld live(Path directory) throws IOException {
        PicturesWorld world = new PicturesWorld(directory);
        world.started = Instant.now();
        world.awaitMinute(4.5);
        world.legacy.close();
        world.awaitMinute(BEFORE.plus(RANGE).toSeconds() / 60.0);
        return world;
    }

    private void addWorking() throws IOException {
        add(CHAT, "chat.example.com", "/socket", peer -> {
            if (isBetween(2.4, 2.9)) {
                unavailable(peer);
            } else {
                talk(peer, 12);
            }
        });
        add(PLAIN, "stream.example.com", "/feed", peer -> talk(peer, 20));
        add(PLAIN, "lobby.example.org", "/", peer -> talk(peer, 140));
        TestIdentity ending = leaf("push.example.com", -83, 7);
        add(PLAIN, "push.example.com", "/events", ending, peer -> talk(peer, 25));
        add(PLAIN, "quotes.example.org", "/", peer -> {
            if (isBetween(1.5, 2.1)) {
                peer.silence();
            } else {
                talk(peer, 30);
            }
        });
    }

    private void addFailing() throws IOException {
        add(PLAIN, "old.example.net", "/ws", leaf("old.example.net", -91, -1), peer -> talk(peer, 10));
        add(PLAIN, "api.example.com", "/ws", peer -> {
            if (isBetween(5.4, 99)) {
                unavailable(peer);
            } else {
                talk(peer, 18);
            }
        });
        add(CHAT, "bot.example.org", "/", peer -> {
            if (isBetween(3.3, 99)) {
                answer(peer, "maintenance");
            } else {
                talk(peer, 15);
            }
        });
    }

    private void add(String job, String name, String path, Script script) throws IOException {
        add(job, name, path, leaf(name, -20, 70), script);
    }

    private void add(String job, String name, String path, TestIdentity leaf, Script script) throws IOException {
        ScriptedServer server = keep(ScriptedServer.tls(ServerTls.of(leaf.serverContext()), script));
        targets.add(new Target(job, "wss", name, path, server.port()));
    }

    private TestIdentity leaf(String name, int from, int until) {
        return CertificateRecipe.leaf(name)
                .validFrom(in(from))
                .validUntil(in(until))
                .signedBy(issuing);
    }

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days)).plusSeconds(3600);
    }

    private <T extends AutoCloseable> T keep(T process) {
        running.push(process);
        return process;
    }

    private boolean isBetween(double from, double until) {
        double minutes = minutes();
        return minutes >= from && minutes < until;
    }

    private double minutes() {
        return Duration.between(started, Instant.now()).toMillis() / 60_000.0;
    }

    private void awaitMinute(double minute) {
        Conditions.await(Duration.ofMinutes(10), () -> minutes() >= minute, () -> "minute " + minute);
    }

    private static void unavailable(Peer peer) throws IOException {
        peer.send(UpgradeAnswer.to(peer.readHead())
                .statusLine("HTTP/1.1 503 Service Unavailable")
                .text());
        peer.fin();
    }

    /** An echo that is about as slow as a server at that distance. */
    private static void talk(Peer peer, int milliseconds) throws IOException {
        upgrade(peer, milliseconds);
        for (ReceivedFrame frame = peer.readFrame(); !frame.isClose(); frame = peer.readFrame()) {
            pause(milliseconds);
            peer.sendFrame(frame.opcode() == PING ? PONG : frame.opcode(), frame.payload());
        }
        peer.sendClose(1000, "");
        peer.fin();
    }

    /** Says the same to everything. */
    private static void answer(Peer peer, String text) throws IOException {
        upgrade(peer, 15);
        for (ReceivedFrame frame = peer.readFrame(); !frame.isClose(); frame = peer.readFrame()) {
            peer.sendFrame(TEXT, text.getBytes(StandardCharsets.US_ASCII));
        }
        peer.sendClose(1000, "");
        peer.fin();
    }

    private static void upgrade(Peer peer, int milliseconds) throws IOException {
        RequestHead head = peer.readHead();
        pause(milliseconds);
        UpgradeAnswer answer = UpgradeAnswer.to(head);
        Optional<String> offered = head.header("Sec-WebSocket-Protocol");
        peer.send(offered.map(protocol -> answer.adding("Sec-WebSocket-Protocol", protocol))
                .orElse(answer)
                .text());
    }

    private static void pause(int milliseconds) {
        double factor = 0.8 + ThreadLocalRandom.current().nextExponential() * 0.3;
        LockSupport.parkNanos((long) (milliseconds * factor * 1e6));
    }

    private Path configuration(Path directory) throws IOException {
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        return Files.writeString(directory.resolve("config.yml"), """
                modules:
                  websocket:
                    websocket:
                      http_config: {tls_config: {ca_file: %1$s}}
                  chat:
                    websocket:
                      http_config: {tls_config: {ca_file: %1$s}}
                      subprotocols: [chat.v2]
                      query_response:
                        - name: ask
                          send: "version 7.3"
                        - name: answer
                          expect: "version ([0-9.]+)"
                          labels: [{name: version, value: "${1}"}]
                      heartbeat: {pings: 3, interval: 50ms, timeout: 400ms}
                """.formatted(roots) + watch.watches());
    }

    private String scrapeConfiguration() {
        StringBuilder text = new StringBuilder("""
                global: {scrape_interval: %1$ds, scrape_timeout: %1$ds}
                scrape_configs:
                  - job_name: websocket_exporter
                    static_configs: [{targets: ["127.0.0.1:%2$d"], labels: {instance: "prober-1:10115"}}]
                """.formatted(SCRAPED.toSeconds(), exporter.port()));
        text.append(watch.job(exporter.port()));
        for (String job : List.of(PLAIN, CHAT)) {
            text.append("""
                  - job_name: %1$s
                    metrics_path: /probe
                    params: {module: [%1$s]}
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__shown], target_label: instance}
                      - {source_labels: [__name], target_label: __param_hostname}
                      - {target_label: __address__, replacement: "127.0.0.1:%2$d"}
                    static_configs:
                """.formatted(job, exporter.port()));
            targets.stream().filter(target -> target.job.equals(job)).forEach(target -> text.append(target.yaml()));
        }
        return text.toString();
    }

    Prometheus prometheus() {
        return prometheus;
    }

    /** The one whose dashboard is shown. */
    String chat() {
        return "wss://chat.example.com/socket";
    }

    @Override
    public void close() {
        running.forEach(PicturesWorld::end);
    }

    private static void end(AutoCloseable process) {
        try {
            process.close();
        } catch (Exception e) {
            throw new IllegalStateException("a process did not end", e);
        }
    }

    /** A server of this machine under another name. */
    private record Target(String job, String scheme, String name, String path, int port) {
        private String yaml() {
            return """
                      - targets: ["%1$s://127.0.0.1:%2$d%3$s"]
                        labels: {__shown: "%1$s://%4$s%3$s", __name: "%4$s", location: frankfurt}
                """.formatted(scheme, port, path, name);
        }
    }
}
