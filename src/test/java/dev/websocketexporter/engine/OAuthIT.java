package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens by OAuth2 client credentials: when they are fetched, and how. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class OAuthIT {
    private static final String HOUR = "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

    @TempDir
    private Path directory;

    private final AtomicLong ahead = new AtomicLong();
    private final List<RequestHead> tokenHeads = new CopyOnWriteArrayList<>();
    private final List<String> tokenBodies = new CopyOnWriteArrayList<>();
    private final Recording target = new Recording();
    private GridWorld world;
    private NettyProber prober;
    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        world = new GridWorld(directory);
        EngineSettings usual = world.settings(Transport.preferred(), TlsEngine.preferred());
        prober = new NettyProber(new EngineSettings(
                usual.transport(),
                usual.tlsEngine(),
                1,
                usual.userAgent(),
                usual.nameServers(),
                usual.hostsFile(),
                usual.proxyEnvironment(),
                () -> System.nanoTime() + ahead.get(),
                usual.clock()));
        stage = new Stage(world);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
        prober.close();
        world.close();
    }

    @Test
    void aTokenIsFetchedOnceAndReused() throws Exception {
        asking(tokens("one"), Map.of());

        ProbeResult first = probe(target.upgrading());
        ProbeResult second = probe(target.upgrading());

        assertThat(tokenBodies).hasSize(1);
        assertThat(bearers()).containsExactly("Bearer one", "Bearer one");
        assertThat(first.timings().phases()).containsKey(Phase.AUTH);
        assertThat(second.timings().phases()).doesNotContainKey(Phase.AUTH);
        assertThat(first.log().toString()).doesNotContain("Bearer one").doesNotContain("s3cret");
    }

    @Test
    void anExpiredTokenIsFetchedAnew() throws Exception {
        asking(tokens("one", "two"), Map.of());

        probe(target.upgrading());
        ahead.addAndGet(Duration.ofMinutes(59).toNanos());
        probe(target.upgrading());
        ahead.addAndGet(Duration.ofMinutes(1).toNanos());
        probe(target.upgrading());

        assertThat(bearers()).containsExactly("Bearer one", "Bearer one", "Bearer two");
    }

    @Test
    void aTokenWithoutALifetimeIsKeptUntilItIsRefused() throws Exception {
        asking(answers("{\"access_token\":\"one\"}", "{\"access_token\":\"two\"}"), Map.of());

        probe(target.upgrading());
        ahead.addAndGet(Duration.ofDays(400).toNanos());
        probe(target.upgrading());
        ProbeResult refused = probe(target.answering(OAuthIT::refusingOne));

        assertThat(refused.failure()).isNull();
        assertThat(bearers()).containsExactly("Bearer one", "Bearer one", "Bearer one", "Bearer two");
    }

    @Test
    void anAnnouncementOfTheAnswerIsSkipped() throws Exception {
        String announced = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n";
        asking(answers(announced + answer("200 OK", HOUR.formatted("one"))), Map.of());

        assertThat(probe(target.upgrading()).failure()).isNull();
        assertThat(bearers()).containsExactly("Bearer one");
    }

    @Test
    void anAnswerWithALargeHeadIsRead() throws Exception {
        String body = HOUR.formatted("one");
        String twice = "Content-Length: " + body.length() + "\r\n";
        String policy = "Content-Security-Policy: " + "x".repeat(30_000) + "\r\n";
        asking(answers("HTTP/1.1 200 OK\r\n" + policy + twice + twice + "\r\n" + body), Map.of());

        ProbeResult result = probe(target.upgrading());

        assertThat(result.failure()).as("%s", result.log()).isNull();
    }

    @Test
    void anAnswerInGzipIsRead() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(HOUR.formatted("one").getBytes(StandardCharsets.US_ASCII));
        }
        asking(
                peer -> {
                    note(peer);
                    peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size()
                            + "\r\n\r\n");
                    peer.send(zipped.toByteArray());
                },
                Map.of());

        ProbeResult result = probe(target.upgrading());

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(bearers()).containsExactly("Bearer one");
    }

    @Test
    void whatATokenServerRepeatsIsNotShown() throws Exception {
        asking(
                peer -> {
                    note(peer);
                    String said = tokenHeads.get(0).header("Authorization").orElseThrow() + " " + tokenBodies.get(0)
                            + " s3cret p$ram eter";
                    peer.send(answer("403 Forbidden", "{\"error\":\"" + said + "\"}"));
                },
                Map.of("p", new Secret("p$ram eter")));

        ProbeResult result = probe(target.upgrading());

        assertThat(String.valueOf(result.failure()))
                .contains("Basic <secret> ", "p=<secret>", " <secret> <secret>")
                .doesNotContain("s3cret", "ram");
        assertThat(result.log().toString()).doesNotContain("s3cret", "ram");
    }

    @Test
    void aTokenThatLivesForEverIsKept() throws Exception {
        asking(answers("{\"access_token\":\"one\",\"expires_in\":9223372036854775807}"), Map.of());

        probe(target.upgrading());
        probe(target.upgrading());

        assertThat(bearers()).containsExactly("Bearer one", "Bearer one");
    }

    @Test
    void aKeptTokenThatIsRefusedIsFetchedAnewOnce() throws Exception {
        asking(tokens("one", "two"), Map.of());
        probe(target.upgrading());

        ProbeResult result = probe(target.answering(OAuthIT::refusingOne));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(bearers()).containsExactly("Bearer one", "Bearer one", "Bearer two");
        assertThat(result.timings().phases()).containsKey(Phase.AUTH);
    }

    @Test
    void aTokenServerMayEndItsLinesWithLf() throws Exception {
        String body = "{\"access_token\":\"one\"}";
        asking(
                answers("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: " + body.length() + "\n\n"
                        + body),
                Map.of());

        ProbeResult result = probe(target.upgrading());

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(bearers()).containsExactly("Bearer one");
    }

    @Test
    void aFreshTokenThatIsRefusedFailsTheProbe() throws Exception {
        asking(tokens("one", "two", "three"), Map.of());

        ProbeResult fresh = probe(target.answering(head -> "HTTP/1.1 401 Unauthorized\r\n\r\nunknown token"));
        ProbeResult kept = probe(target.answering(head -> "HTTP/1.1 401 Unauthorized\r\n\r\n"));

        assertThat(String.valueOf(fresh.failure()))
                .startsWith("processing/unexpected_status: ")
                .contains("; body: unknown token");
        assertThat(String.valueOf(kept.failure())).startsWith("processing/unexpected_status: ");
        assertThat(bearers()).containsExactly("Bearer one", "Bearer one", "Bearer two");
    }

    private static String refusingOne(RequestHead head) {
        return head.headers("Authorization").contains("Bearer one")
                ? "HTTP/1.0 401 Unauthorized\nContent-Length: 14\n\nunknown token\n"
                : UpgradeAnswer.to(head).text();
    }

    @Test
    void theRequestSaysAllThatIsConfigured() throws Exception {
        Map<String, Secret> params = new LinkedHashMap<>();
        params.put("audience", new Secret("https://api.example/?a=b&c"));
        params.put("resource", new Secret("ünï"));
        asking(tokens("one"), params);

        probe(target.upgrading());

        RequestHead head = tokenHeads.get(0);
        assertThat(head.requestLine()).isEqualTo("POST /token?realm=x HTTP/1.1");
        assertThat(head.headers("Content-Type")).containsExactly("application/x-www-form-urlencoded");
        // The client's name and secret are form-encoded before they are joined: my%3Aid:s3cret
        assertThat(head.headers("Authorization")).containsExactly("Basic bXklM0FpZDpzM2NyZXQ=");
        assertThat(tokenBodies)
                .containsExactly("grant_type=client_credentials&scope=read+write"
                        + "&audience=https%3A%2F%2Fapi.example%2F%3Fa%3Db%26c&resource=%C3%BCn%C3%AF");
    }

    @Test
    void aServerThatWantsTheClientInTheBodyGetsItThere() throws Exception {
        asking(
                peer -> {
                    RequestHead head = note(peer);
                    boolean basic = head.header("Authorization").isPresent();
                    peer.send(
                            basic
                                    ? answer("400 Bad Request", "{\"error\":\"invalid_client\"}")
                                    : answer("200 OK", HOUR.formatted("one")));
                },
                Map.of());

        ProbeResult result = probe(target.upgrading());

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(tokenBodies).hasSize(2);
        assertThat(tokenBodies.get(1)).endsWith("&client_id=my%3Aid&client_secret=s3cret");
        assertThat(bearers()).containsExactly("Bearer one");
    }

    @Test
    void theTokenServersCertificateIsJudgedByItsOwnRoots() throws Exception {
        ScriptedServer server = stage.server(ScriptedServer.tls(world.goodTls(), tokens("one")));
        stage.credentials(oauth(
                "https://localhost:" + server.port(), Map.of(), stage.module().tls()));

        ProbeResult result = probe(target.upgrading());

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.tls())
                .as("the token server's TLS is not the target's")
                .isNull();
        assertThat(bearers()).containsExactly("Bearer one");

        stage.credentials(oauth("https://localhost:" + server.port(), Map.of(), TlsSettings.DEFAULT));
        ProbeResult refused = probe(target.upgrading());

        assertThat(String.valueOf(refused.failure()))
                .startsWith("auth/authentication_setup: token_url https://localhost:")
                .contains("tls/unknown_authority");
    }

    @Test
    void anErrorIsToldAndNothingElseOfTheAnswer() throws Exception {
        asking(answers(answer("403 Forbidden", "{\"error\":\"access_denied\",\"access_token\":\"t0ken\"}")), Map.of());

        ProbeResult result = probe(target.upgrading());

        assertThat(String.valueOf(result.failure()))
                .isEqualTo("auth/authentication_setup: token_url http://127.0.0.1:" + tokenPort
                        + "/token?realm=<secret>: status 403 (expected: 200), access_denied");
        assertThat(target.heads()).as("no request without its token").isEmpty();
    }

    private int tokenPort;

    private void asking(Script tokenServer, Map<String, Secret> params) throws IOException {
        tokenPort = stage.server(ScriptedServer.plain(tokenServer)).port();
        stage.credentials(oauth("http://127.0.0.1:" + tokenPort, params, TlsSettings.DEFAULT));
    }

    private static Credentials oauth(String server, Map<String, Secret> params, TlsSettings tls) {
        return new Credentials.OAuth2(
                "my:id",
                new Value.Hidden(new Secret("s3cret")),
                URI.create(server + "/token?realm=x"),
                params.isEmpty() ? List.of() : List.of("read", "write"),
                params,
                tls);
    }

    private ProbeResult probe(Script script) throws IOException {
        return Probing.end(prober, stage.plain(script));
    }

    private Script tokens(String... tokens) {
        String[] bodies = new String[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            bodies[i] = HOUR.formatted(tokens[i]);
        }
        return answers(bodies);
    }

    /** Whole answers, or bodies of good ones, one for each request. */
    private Script answers(String... answers) {
        Queue<String> left = new ArrayDeque<>(List.of(answers));
        return peer -> {
            note(peer);
            String next = left.remove();
            peer.send(next.startsWith("HTTP/") ? next : answer("200 OK", next));
        };
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private RequestHead note(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        int length = Integer.parseInt(head.header("Content-Length").orElseThrow());
        tokenHeads.add(head);
        tokenBodies.add(new String(peer.read(length), StandardCharsets.US_ASCII));
        return head;
    }

    private List<String> bearers() {
        return target.heads().stream()
                .flatMap(head -> head.headers("Authorization").stream())
                .toList();
    }
}
