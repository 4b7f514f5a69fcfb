package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.FakeConfiguration;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.LyingNameServer.Query;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A whole exporter, a server that the policy forbids (the vault, on 127.0.0.1), and what leads there: servers that are
 * allowed (on 127.0.0.2), a name server, a hosts file, proxies.
 */
final class SsrfWorld implements AutoCloseable {
    private static final int NXDOMAIN = 3;
    private static final int AAAA = 28;
    private static final String LOCATION = "/LOCATION";

    private static final String DENY = """
            target_policy:
              deny: [127.0.0.1, "::1", 169.254.0.0/16, fe80::/10, 224.0.0.0/4, ff00::/8, 255.255.255.255, "*.internal"]
            """;
    private static final String ALLOW = """
            target_policy: {allow: [127.0.0.2], deny: []}
            """;
    private static final String NONE = """
            target_policy: {allow: [], deny: [192.0.2.1]}
            """;
    private static final String MODULES = """
            modules:
              plain: {websocket: {}}
              anyfamily: {websocket: {preferred_ip_protocol: ip4, ip_protocol_fallback: true}}
              retrying: {websocket: {attempts: 2, attempt_interval: 10ms}}
              following: {websocket: {http_config: {follow_redirects: true, tls_config: {insecure_skip_verify: true}}}}
              connect: {websocket: {http_config: {proxy_url: "HTTP_PROXY"}}}
              socks: {websocket: {http_config: {proxy_url: "SOCKS_PROXY"}}}
              environment: {websocket: {http_config: {proxy_from_environment: true}}}
              pastproxy: {websocket: {http_config: {proxy_url: "HTTP_PROXY", no_proxy: 127.0.0.1}}}
              hosted: {websocket: {headers: {Host: "127.0.0.1:VAULT"}}}
              sni: {websocket: {http_config: {tls_config: {insecure_skip_verify: true, server_name: vault.internal}}}}
              token:
                websocket:
                  http_config: {oauth2: {client_id: me, client_secret: s3cret, token_url: "http://127.0.0.2:FRONT/302/LOCATION"}}
            """;

    private final ScriptedServer vault = ScriptedServer.plain(SsrfWorld::upgrade);
    private final ScriptedServer front = ScriptedServer.plainOn("127.0.0.2", this::serve);
    private final ScriptedServer secure = ScriptedServer.tlsOn("127.0.0.2", tls(), this::serve);
    private final HonestProxy http = HonestProxy.http();
    private final HonestProxy socks = HonestProxy.socks5();
    private final LyingNameServer names = new LyingNameServer(SsrfWorld::answer);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<SsrfRow.Policy, Configuration> configurations;
    private final FakeConfiguration configuration;
    private final NettyProber prober;
    private final ExporterServer server;

    /** Starts all of it. */
    SsrfWorld(Path directory) throws Exception {
        configurations = Map.of(
                SsrfRow.Policy.DENY, configuration(directory, DENY),
                SsrfRow.Policy.ALLOW, configuration(directory, ALLOW),
                SsrfRow.Policy.NONE, configuration(directory, NONE));
        configuration = new FakeConfiguration(configurations.get(SsrfRow.Policy.DENY));
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 file.test\n");
        prober = new NettyProber(new EngineSettings(
                Transport.preferred(),
                TlsEngine.JDK,
                1,
                "websocket_exporter/test",
                () -> new ResolvConf(
                        List.of(names.address()), List.of(), 1, Duration.ofSeconds(2), 1, Set.of(), List.of()),
                hosts,
                ProxyEnvironment.of(Map.of("http_proxy", http.url(""))),
                Ticker.system(),
                Clock.systemUTC()));
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "abc", "17"));
        metrics.configurationLoaded(
                configuration.get().modules().keySet(), Clock.systemUTC().instant());
        server = new ExporterServer(
                RunningServer.settings(), prober, configuration, metrics, Ticker.system(), Clock.systemUTC());
        server.start();
        server.markReady();
    }

    private Configuration configuration(Path directory, String policy) throws Exception {
        String text = withPorts(MODULES.replace("/302/LOCATION", SsrfRow.path(302, "http://127.0.0.1:VAULT/"))
                .replace("HTTP_PROXY", http.url(""))
                .replace("SOCKS_PROXY", socks.url("")));
        Path file = Files.writeString(directory.resolve("config.yml"), text + policy);
        return new ConfigurationSource(file, EngineSettings.tlsVersions())
                .load()
                .configuration();
    }

    private String withPorts(String text) {
        return text.replace("VAULT", String.valueOf(vault.port()))
                .replace("FRONT", String.valueOf(front.port()))
                .replace("SECURE", String.valueOf(secure.port()));
    }

    private static ServerTls tls() {
        return ServerTls.of(CertificateRecipe.leaf("fine.test")
                .signedBy(CertificateRecipe.ca("Front").selfSigned())
                .serverContext());
    }

    /** The exporter's answer to the attempt. */
    HttpResponse<String> attempt(SsrfRow row) throws Exception {
        configuration.current = configurations.get(row.policy());
        int port = server.addresses().get(0).getPort();
        URI probe = URI.create("http://127.0.0.1:" + port + "/probe?" + withPorts(row.query()));
        return client.send(
                HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** How many connections have reached what is forbidden. */
    int reached() {
        return vault.accepted();
    }

    /** What the proxies were asked for. */
    List<String> askedOfProxies() {
        return Stream.of(http, socks).flatMap(proxy -> proxy.asked().stream()).toList();
    }

    private static void upgrade(Peer peer) throws IOException {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    }

    /** Redirects if the path says so, in hex. */
    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        String path = head.requestLine().split(" ")[1];
        int location = path.indexOf(LOCATION);
        if (location > 0) {
            byte[] where = HexFormat.of().parseHex(path.substring(location + LOCATION.length()));
            String answer = "HTTP/1.1 " + path.substring(1, location) + " Elsewhere\r\nLocation: "
                    + withPorts(new String(where, StandardCharsets.UTF_8))
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            peer.send(answer.getBytes(StandardCharsets.UTF_8));
            peer.fin();
        } else if (path.equals("/500")) {
            peer.send("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            peer.fin();
        } else {
            peer.send(UpgradeAnswer.to(head).text());
            peer.readFrame();
            peer.sendClose(1000, "");
            peer.fin();
        }
    }

    private static void answer(Query query) throws IOException {
        switch (query.name()) {
            case "fine.test" -> query.addresses("127.0.0.2");
            case "meta.test" -> query.addresses("169.254.169.254");
            case "mixed.test" -> query.addresses("127.0.0.2", "127.0.0.1");
            case "family.test" -> query.addresses(query.isA() ? "127.0.0.2" : "::1");
            case "zero.test" -> query.addresses("0.0.0.0");
            case "nat64.test" -> query.addresses("64:ff9b::7f00:1");
            case "many.test" -> many(query);
            case "mapped.test" -> mapped(query);
            case "alias.test" ->
                query.message()
                        .alias("alias.test", "vault.test")
                        .address("vault.test", "127.0.0.1")
                        .send();
            case "rebind1.test", "rebind2.test", "rebind3.test" ->
                query.addresses(query.number() == 1 ? "127.0.0.2" : "127.0.0.1");
            default -> query.code(NXDOMAIN);
        }
    }

    /** Few enough for UDP, and too many to look at one by one. */
    private static void many(Query query) throws IOException {
        String[] addresses = new String[25];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = i == addresses.length - 1 ? "127.0.0.1" : "127.0.0.2";
        }
        query.addresses(addresses);
    }

    private static void mapped(Query query) throws IOException {
        byte[] address = new byte[16];
        address[10] = (byte) 0xff;
        address[11] = (byte) 0xff;
        System.arraycopy(InetAddress.getByName("127.0.0.1").getAddress(), 0, address, 12, 4);
        if (query.isA()) {
            query.addresses();
        } else {
            query.message().record("mapped.test", AAAA, address).send();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        prober.close();
        for (Closeable each : List.of(vault, front, secure, http, socks, names)) {
            each.close();
        }
    }
}
