package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An exporter under a path of its own, and servers that have something to show on its page. */
final class WebPageTargets implements AutoCloseable {
    /** Whatever of this is no text makes a browser do something. */
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private static final String PREFIX = "/websocket";
    private static final int WELL = 30;
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final TestIdentity root = CertificateRecipe.ca("Example Root CA").selfSigned();
    private final TestIdentity issuing =
            CertificateRecipe.ca("Example Issuing CA").validUntil(in(900)).signedBy(root);

    /** Target and module by the name that check.js has for it. */
    private final Map<String, List<String>> targets = new LinkedHashMap<>();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final String url;

    private WebPageTargets(Path directory) throws IOException {
        secure("chat", "chat", leaf("chat.example.com", 70), WebPageTargets::talk);
        secure("stream", "websocket", leaf("stream.example.com", 12), this::talkMostly);
        secure("push", "websocket", leaf("push.example.com", 5), WebPageTargets::talk);
        secure("bot", "chat", leaf("bot.example.org", 70), this::talkUntilMaintenance);
        plain("lobby", "websocket", WebPageTargets::talk);
        secure("expired", "websocket", leaf("old.example.com", -3), WebPageTargets::talk);
        secure("hostile", "websocket", leaf(HOSTILE, 70), WebPageTargets::talk);
        plain("refusing", "websocket", WebPageTargets::refuse);
        plain("rude", HOSTILE, peer -> {
            peer.upgrade();
            peer.sendClose(1000, HOSTILE);
            peer.fin();
        });
        int port = Http.freePort();
        url = "http://127.0.0.1:" + port + PREFIX + "/";
        List<String> command =
                new ArrayList<>(List.of(Tools.java().toString(), "-XX:+UseSerialGC", "-Xmx128m", "-jar"));
        command.add(Exporter.JAR.toString());
        command.add("--config.file=" + configuration(directory));
        command.add("--web.route-prefix=" + PREFIX);
        command.add("--web.listen-address=127.0.0.1:" + port);
        ManagedProcess exporter = keep(ManagedProcess.start(directory, command));
        exporter.awaitReady(() -> Http.answers(url + "-/ready"));
    }

    static WebPageTargets start(Path directory) throws IOException {
        return new WebPageTargets(directory);
    }

    /** Each of them so many times, so that there is a history. */
    void probeAll(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            for (List<String> target : targets.values()) {
                HttpResponse<String> answer = Http.get(probeUrl(target));
                if (answer.statusCode() != 200) {
                    throw new AssertionError(target + ": " + answer.body());
                }
            }
        }
    }

    /** What check.js wants to know. */
    Map<String, String> request(Path chromium) {
        Map<String, String> request = new LinkedHashMap<>();
        targets.forEach((name, target) -> request.put(name, target.get(0)));
        request.put("url", url);
        request.put("probe", probeUrl(targets.getOrDefault("chat", List.of())));
        request.put("chromium", chromium.toString());
        return request;
    }

    private String probeUrl(List<String> target) {
        return url + "probe?target=" + Http.encode(target.get(0)) + "&module=" + Http.encode(target.get(1));
    }

    private void secure(String name, String module, TestIdentity leaf, Script script) throws IOException {
        ScriptedServer server = keep(ScriptedServer.tls(ServerTls.of(leaf.serverContext()), script));
        targets.put(name, List.of("wss://127.0.0.1:" + server.port() + "/socket", module));
    }

    private void plain(String name, String module, Script script) throws IOException {
        ScriptedServer server = keep(ScriptedServer.plain(script));
        targets.put(name, List.of("ws://127.0.0.1:" + server.port() + "/socket", module));
    }

    private TestIdentity leaf(String name, int daysLeft) {
        return CertificateRecipe.leaf(name)
                .names("127.0.0.1")
                .validFrom(in(-90))
                .validUntil(in(daysLeft))
                .signedBy(issuing);
    }

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days)).plusSeconds(3600);
    }

    static void talk(Peer peer) throws IOException {
        UpgradeAnswer answer = UpgradeAnswer.to(peer.readHead());
        peer.send(answer.adding("Sec-WebSocket-Protocol", "chat.v2").text());
        for (ReceivedFrame frame = peer.readFrame(); !frame.isClose(); frame = peer.readFrame()) {
            peer.sendFrame(frame.opcode() == PING ? PONG : frame.opcode(), frame.payload());
        }
        peer.sendClose(1000, "bye");
        peer.fin();
    }

    /** Seldom not at all. */
    private void talkMostly(Peer peer) throws IOException {
        if (asked.incrementAndGet() % 11 == 4) {
            refuse(peer);
        } else {
            talk(peer);
        }
    }

    /** Begins well, and later says the same to everything. */
    private void talkUntilMaintenance(Peer peer) throws IOException {
        if (begun.incrementAndGet() < WELL) {
            talk(peer);
            return;
        }
        peer.upgrade();
        peer.readFrame();
        peer.sendFrame(TEXT, "maintenance".getBytes(StandardCharsets.US_ASCII));
        peer.silence();
    }

    private static void refuse(Peer peer) throws IOException {
        peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: " + HOSTILE.length() + "\r\n\r\n" + HOSTILE);
        peer.fin();
    }

    private Path configuration(Path directory) throws IOException {
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        return Files.writeString(directory.resolve("config.yml"), """
                modules:
                  websocket:
                    websocket: &secure
                      subprotocols: [chat.v2]
                      http_config: {tls_config: {ca_file: %1$s}}
                  chat:
                    timeout: 5s
                    websocket:
                      <<: *secure
                      headers: {Authorization: Bearer hush}
                      query_response:
                        - {name: login, send: '{"user":"probe","markup":"%2$s"}'}
                        - {name: welcome, expect: '"user":"(\\w+)"'}
                      heartbeat: {pings: 3, interval: 10ms}
                  feed:
                    params: [subprotocol, "step:subscribe"]
                    websocket:
                      <<: *secure
                      query_response:
                        - {name: subscribe, send: 'topic ${param}'}
                        - {expect: '^topic news$'}
                  '%2$s':
                    websocket:
                      settle: 200ms
                """.formatted(roots, HOSTILE));
    }

    private <T extends AutoCloseable> T keep(T process) {
        running.push(process);
        return process;
    }

    @Override
    public void close() {
        for (AutoCloseable one : running) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
