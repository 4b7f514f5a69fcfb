package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects that are followed: where they lead, what goes along, and what is reported of them. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class RedirectIT {
    private static final List<String> CREDENTIAL_HEADERS =
            List.of("Authorization", "Cookie", "X-Secret", "X-File", "Host");

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.secure(world.goodTls(), Peer::upgrade));
        }
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "301 Moved Permanently",
                "302 Found",
                "303 See Other",
                "307 Temporary Redirect",
                "308 Permanent Redirect"
            })
    void eachKindIsFollowed(String status) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        Recording last = new Recording();
        try (Stage stage = new Stage(world)) {
            int port = stage.server(ScriptedServer.plain(last.upgrading())).port();
            ProbeResult result = Probing.end(
                    prober,
                    stage.followingRedirects()
                            .plain(new Recording().redirecting(status, "ws://127.0.0.1:" + port + "/there?a=b")));

            assertFollowed(result, 1);
            assertThat(last.first().requestLine()).isEqualTo("GET /there?a=b HTTP/1.1");
            assertThat(last.first().headers("Host")).containsExactly("127.0.0.1:" + port);
        }
        watch.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"300 Multiple Choices", "304 Not Modified", "305 Use Proxy", "306 Switch Proxy"})
    void otherKindsAreNot(String status) throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(
                    prober, stage.followingRedirects().plain(new Recording().redirecting(status, "/there")));

            assertThat(String.valueOf(result.failure())).startsWith("processing/unexpected_status: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/there", "there", "./there", "../there", "//127.0.0.1:%d/there", "http://127.0.0.1:%d/there"})
    void eachFormOfLocationLeadsThere(String location) throws Exception {
        Recording visits = new Recording();
        try (Stage stage = new Stage(world)) {
            ScriptedServer[] server = new ScriptedServer[1];
            server[0] =
                    stage.server(ScriptedServer.plain(peer -> (visits.heads().isEmpty()
                                    ? visits.redirecting("302 Found", location.formatted(server[0].port()))
                                    : visits.upgrading())
                            .play(peer)));

            ProbeResult result = Probing.end(
                    prober, stage.followingRedirects().request("ws://127.0.0.1:" + server[0].port() + "/first"));

            assertFollowed(result, 1);
            assertThat(visits.heads()).hasSize(2);
            assertThat(visits.heads().get(1).requestLine()).isEqualTo("GET /there HTTP/1.1");
        }
    }

    @Test
    void aPlainServerMayLeadToTls() throws Exception {
        try (Stage stage = new Stage(world)) {
            int port = stage.secure(world.goodTls(), Peer::upgrade).target().port();

            ProbeResult result = Probing.end(
                    prober,
                    stage.followingRedirects()
                            .plain(new Recording().redirecting("301 Moved", "https://localhost:" + port + "/")));

            assertFollowed(result, 1);
            assertThat(result.tls()).isNotNull();
            assertThat(result.dialled()).isNotNull();
            assertThat(result.dialled().getPort()).isEqualTo(port);
        }
    }

    @Test
    void tenHopsAreFollowed() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(prober, stage.followingRedirects().plain(hops(10)));

            assertFollowed(result, 10);
        }
    }

    @Test
    void elevenAreTooMany() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(prober, stage.followingRedirects().plain(hops(11)));

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().reason()).isEqualTo(Reason.TOO_MANY_REDIRECTS);
            assertThat(result.upgrade()).isNotNull();
            assertThat(result.upgrade().redirects()).isEqualTo(10);
            assertThat(result.upgrade().statusCode()).isEqualTo(302);
        }
    }

    /** Redirects to itself that many times, then upgrades. */
    private static Script hops(int count) {
        Recording visits = new Recording();
        return peer -> (visits.heads().size() < count ? visits.redirecting("302 Found", "/again") : visits.upgrading())
                .play(peer);
    }

    @Test
    void aRedirectToADeadPlaceCounts() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(
                    prober,
                    stage.followingRedirects()
                            .plain(new Recording()
                                    .redirecting("302 Found", "ws://127.0.0.1:" + stage.deadPort() + "/")));

            assertThat(String.valueOf(result.failure())).startsWith("connect/connection_refused: ");
            assertThat(result.upgrade()).isNotNull();
            assertThat(result.upgrade().statusCode()).isEqualTo(302);
            assertThat(result.upgrade().redirects()).isEqualTo(1);
        }
    }

    @Test
    void credentialsStayWithTheFirstHostAndPort() throws Exception {
        Recording first = new Recording();
        Recording second = new Recording();
        try (Stage stage = new Stage(world)) {
            ScriptedServer[] home = new ScriptedServer[1];
            ScriptedServer abroad = stage.server(ScriptedServer.plain(
                    peer -> second.redirecting("302 Found", "ws://127.0.0.1:" + home[0].port() + "/back")
                            .play(peer)));
            home[0] = stage.server(ScriptedServer.plain(peer -> (first.heads().isEmpty()
                            ? first.redirecting("302 Found", "ws://127.0.0.1:" + abroad.port() + "/abroad")
                            : first.upgrading())
                    .play(peer)));

            ProbeResult result =
                    Probing.end(prober, withCredentials(stage).request("ws://127.0.0.1:" + home[0].port() + "/"));

            assertFollowed(result, 2);
            for (RequestHead head : first.heads()) {
                assertThat(head.headers("Authorization")).containsExactly("Basic c2NvdHQ6dGlnZXI=");
                assertThat(head.headers("Cookie")).containsExactly("a=b");
                assertThat(head.headers("X-Secret")).containsExactly("hidden");
                assertThat(head.headers("X-File")).containsExactly("filed");
                assertThat(head.headers("Host")).containsExactly("home.example");
                assertThat(head.headers("X-Plain")).containsExactly("shown");
            }
            assertThat(second.heads()).hasSize(1);
            assertThat(second.first().headers("X-Plain")).containsExactly("shown");
            assertThat(second.first().headers("Host")).containsExactly("127.0.0.1:" + abroad.port());
            CREDENTIAL_HEADERS.stream()
                    .filter(name -> !name.equals("Host"))
                    .forEach(name ->
                            assertThat(second.first().headers(name)).as(name).isEmpty());
        }
    }

    private static Stage withCredentials(Stage stage) throws Exception {
        Path file = Files.writeString(directory.resolve("header"), "filed\n");
        List<RequestHeader> headers = List.of(
                new RequestHeader("Cookie", List.of(new Value.Plain("a=b"))),
                new RequestHeader("X-Secret", List.of(new Value.Hidden(new Secret("hidden")))),
                new RequestHeader("X-File", List.of(new Value.InFile(file))),
                new RequestHeader("X-Plain", List.of(new Value.Plain("shown"))),
                new RequestHeader("Host", List.of(new Value.Plain("home.example"))));
        Credentials basic = new Credentials.Basic(new Value.Plain("scott"), new Value.Hidden(new Secret("tiger")));
        return stage.with(stage.module().with(new UpgradeSettings(headers, null, List.of(), basic, true)));
    }

    @Test
    void theHostnameParameterIsAboutTheFirstHostOnly() throws Exception {
        Recording first = new Recording();
        Recording second = new Recording();
        try (Stage stage = new Stage(world)) {
            int port =
                    stage.secure(world.goodTls(), second.upgrading()).target().port();
            ProbeRequest plain =
                    stage.followingRedirects().plain(first.redirecting("302 Found", "wss://localhost:" + port + "/"));
            ProbeRequest request = new ProbeRequest(
                    plain.target(),
                    plain.module(),
                    new HostOverride("shop.example", "shop.example"),
                    plain.policy(),
                    plain.budget());

            ProbeResult result = Probing.end(prober, request);

            assertFollowed(result, 1);
            assertThat(first.first().headers("Host")).containsExactly("shop.example");
            assertThat(second.first().headers("Host")).containsExactly("localhost:" + port);
        }
    }

    @Test
    void timesAddUpPerPhase() throws Exception {
        Duration delay = Duration.ofMillis(100);
        try (Stage stage = new Stage(world)) {
            Script late = hops(1);

            ProbeResult result = Probing.end(prober, stage.followingRedirects().plain(peer -> {
                LockSupport.parkNanos(delay.toNanos());
                late.play(peer);
            }));

            assertFollowed(result, 1);
            Map<Phase, Duration> phases = result.timings().phases();
            assertThat(phases.get(Phase.UPGRADE)).isGreaterThanOrEqualTo(delay.multipliedBy(2));
            Duration sum = phases.values().stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(sum).isLessThanOrEqualTo(result.timings().total());
        }
    }

    @Test
    void eachHopTakesTheProxy() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = HonestProxy.http()) {
            int port = stage.server(ScriptedServer.plain(Peer::upgrade)).port();
            int first = stage.server(ScriptedServer.plain(
                            new Recording().redirecting("302 Found", "ws://second.example:" + port + "/")))
                    .port();

            ProbeResult result = Probing.end(
                    prober,
                    stage.followingRedirects().through(proxy.url("")).request("ws://first.example:" + first + "/"));

            assertFollowed(result, 1);
            assertThat(proxy.asked()).containsExactly("first.example:" + first, "second.example:" + port);
        }
    }

    @Test
    void whetherAHopTakesTheProxyIsAskedAnew() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = HonestProxy.http()) {
            int port = stage.server(ScriptedServer.plain(Peer::upgrade)).port();
            int first = stage.server(ScriptedServer.plain(
                            new Recording().redirecting("302 Found", "ws://127.0.0.1:" + port + "/")))
                    .port();
            ProxySettings exceptTheSecond =
                    new ProxySettings(Proxy.parse(proxy.url("")), new NoProxy("127.0.0.1"), false, List.of());
            stage.followingRedirects().with(stage.module().with(exceptTheSecond));

            ProbeResult result = Probing.end(prober, stage.request("ws://first.example:" + first + "/"));

            assertFollowed(result, 1);
            assertThat(proxy.asked()).containsExactly("first.example:" + first);
        }
    }

    @Test
    void theWishForOrAgainstTlsIsAboutEachHop() throws Exception {
        SuccessCriteria withoutTls =
                new SuccessCriteria(Set.of(101), SuccessCriteria.TlsDemand.FORBIDDEN, List.of(), false);
        try (Stage stage = new Stage(world)) {
            ScriptedServer second = stage.server(ScriptedServer.plain(Peer::upgrade));
            Script first = new Recording().redirecting("302 Found", "wss://localhost:" + second.port() + "/");
            stage.followingRedirects().with(stage.module().with(withoutTls));

            ProbeResult result = Probing.end(prober, stage.plain(first));

            assertThat(String.valueOf(result.failure())).startsWith("tls/ssl_forbidden: ");
            assertThat(second.accepted()).isZero();
        }
    }

    @Test
    void anAcceptedRedirectIsNotFollowed() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(
                    prober,
                    stage.followingRedirects()
                            .validStatusCodes(302)
                            .plain(new Recording().redirecting("302 Found", "/again")));

            assertFollowed(result, 0);
        }
    }

    @Test
    void withoutTheWishNoneIsFollowedAndNoneCounted() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(prober, stage.plain(new Recording().redirecting("302 Found", "/again")));

            assertThat(String.valueOf(result.failure())).startsWith("processing/unexpected_status: ");
            assertThat(result.upgrade()).isNotNull();
            assertThat(result.upgrade().redirects()).isNull();
        }
    }

    @Test
    void anAnswerMayBeUpgradedOnlyByTheLastHop() throws Exception {
        try (Stage stage = new Stage(world)) {
            Recording visits = new Recording();
            ProbeResult result = Probing.end(prober, stage.followingRedirects().plain(peer -> {
                RequestHead head = peer.readHead();
                boolean begun = !visits.heads().isEmpty();
                visits.heads().add(head);
                peer.send(
                        begun
                                ? UpgradeAnswer.to(head)
                                        .with("Sec-WebSocket-Accept", "no")
                                        .text()
                                : "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n");
                peer.silence();
            }));

            assertThat(String.valueOf(result.failure())).startsWith("processing/bad_accept: ");
        }
    }

    private static void assertFollowed(ProbeResult result, int times) {
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().redirects()).isEqualTo(times);
    }
}
