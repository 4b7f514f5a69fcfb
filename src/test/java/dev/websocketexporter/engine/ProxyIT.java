package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways out: proxies of each kind, the address that is dialled from. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class ProxyIT {
    private static final String LOGIN = "scott:ti%40ger@";

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static final Map<TlsEngine, NettyProber> PROBERS = new EnumMap<>(TlsEngine.class);

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        for (TlsEngine engine : TlsEngine.values()) {
            Transport transport = engine == TlsEngine.BORINGSSL ? Transport.epoll() : Transport.nio();
            PROBERS.put(engine, new NettyProber(world.settings(transport, engine)));
        }
        for (TlsEngine engine : TlsEngine.values()) {
            reachesTheTarget(engine, "https", "wss");
        }
    }

    @AfterAll
    static void stop() {
        PROBERS.values().forEach(NettyProber::close);
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, http, ws", "BORINGSSL, http, wss", "BORINGSSL, https, ws", "BORINGSSL, https, wss",
        "BORINGSSL, socks5, ws", "BORINGSSL, socks5, wss", "JDK, http, ws", "JDK, http, wss",
        "JDK, https, ws", "JDK, https, wss", "JDK, socks5, ws", "JDK, socks5, wss"
    })
    void eachKindOfProxyReachesEachKindOfTarget(TlsEngine engine, String scheme, String target) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        reachesTheTarget(engine, scheme, target);
        watch.assertNothingLeft();
    }

    /** Nobody here learns the addresses behind a name that the proxy looks up, so addresses alone cannot allow it. */
    @Test
    void allowedAddressesOpenNoWayThroughAProxy() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy("http")) {
            stage.policy(new TargetPolicy(List.of(PolicyEntry.parse("127.0.0.0/8")), List.of()));
            ProbeRequest request = stage.through(proxy.url("")).request("ws://far.example/");

            ProbeResult result = Probing.end(PROBERS.get(TlsEngine.BORINGSSL), request);

            assertThat(result.outcome()).isInstanceOf(Outcome.Forbidden.class);
            assertThat(proxy.asked()).isEmpty();
        }
    }

    private static void reachesTheTarget(TlsEngine engine, String scheme, String target) throws IOException {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy(scheme)) {
            int port = targetPort(stage, target);
            ProbeRequest request = stage.through(proxy.url("")).request(target + "://far.example:" + port + "/chat");

            ProbeResult result = Probing.end(PROBERS.get(engine), request);

            assertThat(result.failure()).as("%s", result.log()).isNull();
            // A name that no name server knows: it went to the proxy unresolved.
            assertThat(proxy.asked()).containsExactly("far.example:" + port);
            assertThat(result.dialled()).isNotNull();
            assertThat(result.dialled().getAddress().isLoopbackAddress()).isTrue();
            assertThat(result.dialled().getPort()).isEqualTo(proxy.port());
            assertThat(result.timings().phases().keySet())
                    .contains(Phase.RESOLVE, Phase.CONNECT, Phase.PROXY, Phase.UPGRADE)
                    .doesNotContain(Phase.AUTH);
            if (target.equals("wss")) {
                assertThat(result.tls()).isNotNull();
                assertThat(result.tls().chain().presented().get(0).subject()).isEqualTo("CN=far.example");
            } else {
                assertThat(result.tls())
                        .as("the proxy's TLS is not the target's")
                        .isNull();
            }
        }
    }

    private static HonestProxy proxy(String scheme) throws IOException {
        return switch (scheme) {
            case "http" -> HonestProxy.http();
            case "https" -> HonestProxy.https(world.goodTls());
            default -> HonestProxy.socks5();
        };
    }

    private static int targetPort(Stage stage, String scheme) throws IOException {
        ServerTls tls = ServerTls.of(
                CertificateRecipe.leaf("far.example").signedBy(world.root()).serverContext());
        return stage.server(
                        scheme.equals("wss")
                                ? ScriptedServer.tls(tls, Peer::upgrade)
                                : ScriptedServer.plain(Peer::upgrade))
                .port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void loginAndHeadersGoToTheProxyAndNotToTheTarget(String scheme) throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>();
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy(scheme)) {
            int port = stage.server(ScriptedServer.plain(peer -> {
                        var head = peer.readHead();
                        seen.set(head.lines());
                        peer.send(dev.websocketexporter.testkit.UpgradeAnswer.to(head)
                                .text());
                    }))
                    .port();
            RequestHeader header = new RequestHeader(
                    "X-Way-Out", List.of(new Value.Hidden(new Secret("one")), new Value.Hidden(new Secret("two"))));
            stage.with(stage.module()
                    .with(new ProxySettings(Proxy.parse(proxy.url(LOGIN)), NoProxy.NONE, false, List.of(header))));

            ProbeResult result = probe(stage.request("ws://far.example:" + port + "/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(proxy.heads()).singleElement().satisfies(head -> {
                assertThat(head.requestLine()).isEqualTo("CONNECT far.example:" + port + " HTTP/1.1");
                assertThat(head.header("Host")).contains("far.example:" + port);
                // scott:ti@ger
                assertThat(head.headers("Proxy-Authorization")).containsExactly("Basic c2NvdHQ6dGlAZ2Vy");
                assertThat(head.headers("X-Way-Out")).containsExactly("one", "two");
                assertThat(head.headers("User-Agent")).containsExactly("websocket_exporter/test");
            });
            assertThat(seen.get().toString()).doesNotContain("Proxy-Authorization", "X-Way-Out");
            assertThat(result.log().toString()).doesNotContain("ger", "c2NvdHQ6dGlAZ2Vy", "scott");
        }
    }

    @Test
    void socksProxyIsShownTheLogin() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy("socks5")) {
            int port = targetPort(stage, "ws");

            ProbeResult result = probe(stage.through(proxy.url(LOGIN)).request("ws://far.example:" + port + "/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(proxy.logins()).containsExactly("scott:ti@ger");
        }
    }

    @Test
    void socksProxyIsShownALoginThatIsNotAscii() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy("socks5")) {
            int port = targetPort(stage, "ws");

            ProbeResult result =
                    probe(stage.through(proxy.url("scött:pä€ss@")).request("ws://far.example:" + port + "/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(proxy.logins()).containsExactly("scött:pä€ss");
        }
    }

    @Test
    void aLoginThatTheProxyRepeatsIsNotShown() throws Exception {
        try (Stage stage = new Stage(world)) {
            int port = stage.server(ScriptedServer.plain(peer -> {
                        peer.readHead();
                        peer.send("HTTP/1.1 403 No scott:ti@ger\r\nContent-Length: 0\r\n\r\n");
                    }))
                    .port();

            ProbeResult result =
                    probe(stage.through("http://" + LOGIN + "127.0.0.1:" + port).request("ws://far.example/"));

            assertThat(result.failure())
                    .hasToString(
                            "proxy/proxy_refused: the proxy answered CONNECT with status 403 No <secret>:<secret> (expected: 200)");
            assertThat(result.log().toString()).doesNotContain("scott", "ti@ger");
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 127.0.0.1", "http, [::1]", "socks5, 127.0.0.1", "socks5, [::1]"})
    void addressesGoToTheProxyAsAddresses(String scheme, String host) throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = proxy(scheme)) {
            String address = host.replaceAll("[\\[\\]]", "");
            int port = stage.named("both.test", address, Peer::upgrade).target().port();

            ProbeResult result = probe(stage.through(proxy.url("")).request("ws://" + host + ":" + port + "/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(proxy.asked())
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.replace("0:0:0:0:0:0:0:1", "::1")).isEqualTo(host + ":" + port));
        }
    }

    @Test
    void theProxysTimeIsNotTheTargets() throws Exception {
        Duration delay = Duration.ofMillis(200);
        try (Stage stage = new Stage(world);
                HonestProxy proxy = HonestProxy.httpAfter(delay)) {
            int port = targetPort(stage, "wss");

            ProbeResult result = probe(stage.through(proxy.url("")).request("wss://far.example:" + port + "/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            Map<Phase, Duration> phases = result.timings().phases();
            assertThat(phases.get(Phase.PROXY)).isGreaterThanOrEqualTo(delay);
            assertThat(phases.get(Phase.TLS)).isLessThan(delay.dividedBy(2));
            assertThat(phases.get(Phase.UPGRADE)).isLessThan(delay.dividedBy(2));
        }
    }

    @Test
    void whatNoProxyNamesIsReachedDirectly() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeRequest direct = stage.named("a.test", "127.0.0.1", Peer::upgrade);
            Proxy dead = Proxy.parse("http://127.0.0.1:" + stage.deadPort());
            stage.with(stage.module().with(new ProxySettings(dead, new NoProxy("a.test"), false, List.of())));

            ProbeResult result = probe(stage.request(direct.target().toString()));
            ProbeResult other = probe(stage.request("ws://aaaa.test:1/"));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(result.timings().phases()).doesNotContainKey(Phase.PROXY);
            assertThat(other.failure()).isNotNull();
            assertThat(other.failure().phase()).isEqualTo(Phase.PROXY);
        }
    }

    @Test
    void theEnvironmentChoosesByTheSchemeOfTheTarget() throws Exception {
        try (Stage stage = new Stage(world);
                HonestProxy proxy = HonestProxy.http()) {
            ProxyEnvironment environment = ProxyEnvironment.of(
                    Map.of("HTTP_PROXY", proxy.url(""), "HTTPS_PROXY", "http://127.0.0.1:" + stage.deadPort()));
            EngineSettings usual = world.settings(Transport.preferred(), TlsEngine.preferred());
            EngineSettings settings = new EngineSettings(
                    usual.transport(),
                    usual.tlsEngine(),
                    1,
                    usual.userAgent(),
                    usual.nameServers(),
                    usual.hostsFile(),
                    environment,
                    usual.ticker(),
                    usual.clock());
            stage.with(stage.module().with(new ProxySettings(null, NoProxy.NONE, true, List.of())));
            try (NettyProber prober = new NettyProber(settings)) {
                String place = "://far.example:" + targetPort(stage, "ws") + "/";

                ProbeResult plain = Probing.end(prober, stage.request("ws" + place));
                ProbeResult secure = Probing.end(prober, stage.request("wss" + place));

                assertThat(plain.failure()).as("%s", plain.log()).isNull();
                assertThat(proxy.asked()).hasSize(1);
                assertThat(String.valueOf(secure.failure())).startsWith("proxy/proxy_unreachable: ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BORINGSSL", "JDK"})
    void theSourceAddressArrives(TlsEngine engine) throws Exception {
        AtomicReference<InetAddress> client = new AtomicReference<>();
        try (Stage stage = new Stage(world)) {
            ProbeRequest request = stage.from("127.0.0.2").plain(peer -> {
                client.set(peer.clientAddress());
                peer.upgrade();
            });

            ProbeResult result = Probing.end(PROBERS.get(engine), request);

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(client.get().getHostAddress()).isEqualTo("127.0.0.2");
        }
    }

    private static ProbeResult probe(ProbeRequest request) {
        return Probing.end(PROBERS.get(TlsEngine.BORINGSSL), request);
    }
}
