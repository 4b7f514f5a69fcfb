package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The servers that both exporters probe, and the one configuration that both load. */
final class ComparisonWorld implements AutoCloseable {
    private static final String MODULES = """
            modules:
              plain: {prober: websocket, websocket: {preferred_ip_protocol: ip4}}
              second: {prober: websocket, timeout: 1s, websocket: {query_response: [{expect: never}]}}
              talk:
                prober: websocket
                websocket:
                  query_response:
                    - {expect: "^token (\\\\w+)$", send: "use ${1}"}
                    - {expect: "^used$"}
              basic: {prober: websocket, websocket: {http_config: {basic_auth: {username: scott, password: tiger}}}}
              from_file: {prober: websocket, websocket: {http_config: {basic_auth: {username: scott, password_file: %1$s}}}}
              private: {prober: websocket, websocket: {preferred_ip_protocol: ip4, http_config: {tls_config: {ca_file: %2$s}}}}
              proxy: {prober: websocket, websocket: {http_config: {proxy_url: "%3$s"}}}
              oauth2:
                prober: websocket
                websocket:
                  http_config: {oauth2: {client_id: a, client_secret: b, token_url: "http://127.0.0.1:%4$d/"}}
              redirects: {prober: websocket, websocket: {http_config: {follow_redirects: true}}}
            """;

    final ScriptedServer open = ScriptedServer.plain(this::listen);
    final ScriptedServer talking = ScriptedServer.plain(ComparisonWorld::talk);
    final ScriptedServer silent = ScriptedServer.plain(Peer::silence);
    final ScriptedServer silentAfterwards = ScriptedServer.plain(ComparisonWorld::upgradeAndNothing);
    final ScriptedServer refusing =
            ScriptedServer.plain(peer -> answer(peer, "403 Forbidden", "Content-Type: text/plain", ""));
    final ScriptedServer redirecting =
            ScriptedServer.plain(peer -> answer(peer, "302 Found", "Location: " + open() + "/", ""));
    final ScriptedServer tokens = ScriptedServer.plain(peer -> answer(
            peer, "200 OK", "Content-Type: application/json", "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}"));
    final HonestProxy proxy = HonestProxy.http();
    final ScriptedServer secure;
    final ScriptedServer expired;
    final Path configuration;

    private final Path secret;
    private final BlockingQueue<RequestHead> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> farewells = new LinkedBlockingQueue<>();

    ComparisonWorld(Path directory) throws IOException {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        secure = ScriptedServer.tls(
                ServerTls.of(CertificateRecipe.leaf("localhost").signedBy(root).serverContext()), Peer::upgrade);
        expired = ScriptedServer.tls(
                ServerTls.of(CertificateRecipe.leaf("localhost")
                        .validUntil(Instant.parse("2021-01-01T00:00:00Z"))
                        .signedBy(root)
                        .serverContext()),
                Peer::upgrade);
        secret = Files.writeString(directory.resolve("password"), "tiger");
        Path ca = Files.writeString(directory.resolve("ca.pem"), root.certificatePem());
        configuration = Files.writeString(
                directory.resolve("shared.yml"), MODULES.formatted(secret, ca, proxy.url(""), tokens.port()));
    }

    static String ws(ScriptedServer server) {
        return "ws://127.0.0.1:" + server.port() + "/";
    }

    static String wss(ScriptedServer server) {
        return "wss://localhost:" + server.port() + "/";
    }

    private String open() {
        return "ws://127.0.0.1:" + open.port();
    }

    /** The next request that reached the server {@link #open}. */
    RequestHead request() throws InterruptedException {
        return next(requests);
    }

    /** Whether the client of that request took its leave with a Close frame. */
    boolean saidFarewell() throws InterruptedException {
        return next(farewells);
    }

    /** Asked after the probe's answer, which comes after the answer to its request. */
    boolean noRequestCame() {
        return requests.isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing reached the server within 20 s");
        }
        return next;
    }

    /** What is left from the probes before. */
    void forget() {
        requests.clear();
        farewells.clear();
    }

    void loseTheSecret() throws IOException {
        Files.deleteIfExists(secret);
    }

    void restoreTheSecret() throws IOException {
        Files.writeString(secret, "tiger");
    }

    private void listen(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        requests.add(head);
        peer.send(UpgradeAnswer.to(head).text());
        try {
            ReceivedFrame frame = peer.readFrame();
            farewells.add(frame.isClose());
            if (frame.isClose()) {
                peer.sendClose(frame.closeCode(), "");
            }
        } catch (EOFException e) {
            farewells.add(false);
        }
    }

    private static void talk(Peer peer) throws IOException {
        peer.upgrade();
        peer.sendFrame(1, "token abc".getBytes(StandardCharsets.UTF_8));
        String answer = new String(peer.readFrame().payload(), StandardCharsets.UTF_8);
        peer.sendFrame(1, (answer.equals("use abc") ? "used" : "wrong").getBytes(StandardCharsets.UTF_8));
        peer.silence();
    }

    private static void upgradeAndNothing(Peer peer) throws IOException {
        peer.upgrade();
        peer.silence();
    }

    private static void answer(Peer peer, String status, String header, String body) throws IOException {
        peer.readHead();
        peer.send("HTTP/1.1 " + status + "\r\n" + header + "\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body);
    }

    @Override
    public void close() throws IOException {
        for (ScriptedServer server :
                List.of(open, talking, silent, silentAfterwards, refusing, redirecting, tokens, secure, expired)) {
            server.close();
        }
        proxy.close();
    }
}
