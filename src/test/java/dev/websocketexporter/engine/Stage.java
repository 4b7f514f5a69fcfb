package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.FullBacklog;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.StaplingServer;
import io.netty.util.NetUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What one row of the grid plays on: servers that end with it, and a module that the row may change. */
final class Stage implements AutoCloseable {
    /** Far more than any probe that need not wait takes here. */
    static final Duration GENEROUS = Duration.ofSeconds(10);
    /** For probes that do wait until it is over. */
    static final Duration SHORT = Duration.ofMillis(400);

    private final GridWorld world;
    private final Deque<Closeable> closing = new ArrayDeque<>();
    private ProbeModule module = ProbeModule.withDefaults("grid");
    private Duration budget = GENEROUS;
    private boolean behindHttp2;
    private TargetPolicy policy = TargetPolicy.DEFAULT;
    private final List<ScriptedServer> servers = new ArrayList<>();
    private final Witness witness = new Witness();

    Stage(GridWorld world) {
        this.world = world;
        this.module = module.with(new TlsSettings(
                new Value.InFile(world.rootFile()),
                null,
                null,
                null,
                false,
                TlsVersion.TLS12,
                TlsVersion.TLS13,
                false));
    }

    GridWorld world() {
        return world;
    }

    /** From now on modules speak HTTP/2, and scripts of servers go on in HTTP/1.1 behind it. */
    Stage behindHttp2() {
        behindHttp2 = true;
        return overHttp2();
    }

    /** From now on modules speak HTTP/2. */
    Stage overHttp2() {
        return with(module.with(module.upgrade().over(HttpVersion.HTTP_2)));
    }

    private Script shown(Script script) {
        return behindHttp2 ? peer -> script.play(peer.behindHttp2()) : script;
    }

    private ServerTls shown(ServerTls tls) {
        return behindHttp2 ? tls.speaking("h2") : tls;
    }

    /** A server without TLS on 127.0.0.1. */
    ProbeRequest plain(Script script) throws IOException {
        ScriptedServer server = server(ScriptedServer.plain(shown(script)));
        return request("ws://127.0.0.1:" + server.port() + "/");
    }

    /** A server that speaks TLS, under the name {@code localhost}, whose root the module trusts. */
    ProbeRequest secure(ServerTls tls, Script script) throws IOException {
        ScriptedServer server = server(ScriptedServer.tls(shown(tls), shown(script)));
        return request("wss://localhost:" + server.port() + "/");
    }

    /** A server that staples, under the name {@code localhost}. */
    ProbeRequest stapled(StaplingServer.Recipe recipe) throws IOException {
        StaplingServer server = kept(recipe.start());
        return request("wss://localhost:" + server.port() + "/");
    }

    /** A server on a wss port that speaks no TLS itself. */
    ProbeRequest insecureAsSecure(Script script) throws IOException {
        ScriptedServer server = server(ScriptedServer.plain(shown(script)));
        return request("wss://localhost:" + server.port() + "/");
    }

    /** A server without TLS on that address; the name is one of the hosts file or of the name server. */
    ProbeRequest named(String name, String address, Script script) throws IOException {
        ScriptedServer server = server(ScriptedServer.plainOn(address, shown(script)));
        return request("ws://" + name + ":" + server.port() + "/");
    }

    /** One more server that ends with the row: a proxy, a token server, where a redirect leads. */
    ScriptedServer server(ScriptedServer server) {
        servers.add(server);
        return kept(server);
    }

    /** How many connections the servers have accepted. */
    int accepted() {
        return servers.stream().mapToInt(ScriptedServer::accepted).sum();
    }

    /** Hears what the client says at last. */
    Witness witness() {
        return witness;
    }

    /**
     * For rows with so many buffers that tracing each access to each of them would take all the time there is. The
     * other rows trace.
     */
    Stage tracingFewBuffers() {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        closing.push(() -> ResourceLeakDetector.setLevel(before));
        return this;
    }

    ProbeRequest hangingConnect() throws IOException {
        FullBacklog full = kept(new FullBacklog());
        return request("ws://127.0.0.1:" + full.port() + "/");
    }

    /** A port of 127.0.0.1 and of ::1 that nobody listens on. */
    int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
            return socket.getLocalPort();
        }
    }

    ProbeRequest request(String url) {
        try {
            return new ProbeRequest(Target.parse(url), module, null, policy, budget);
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(url, e);
        }
    }

    Stage shortBudget() {
        return budget(SHORT);
    }

    Stage budget(Duration other) {
        budget = other;
        return this;
    }

    Stage insecureSkipVerify() {
        return with(module.with(TlsSettings.DEFAULT.withoutVerification()));
    }

    Stage subprotocols(String... offered) {
        UpgradeSettings upgrade = module.upgrade();
        return with(module.with(new UpgradeSettings(
                upgrade.headers(), null, List.of(offered), null, upgrade.followRedirects(), upgrade.httpVersion())));
    }

    Stage header(String name, String value) {
        UpgradeSettings upgrade = module.upgrade();
        RequestHeader header = new RequestHeader(name, List.of(new Value.Plain(value)));
        return with(module.with(new UpgradeSettings(
                List.of(header),
                null,
                upgrade.subprotocols(),
                null,
                upgrade.followRedirects(),
                upgrade.httpVersion())));
    }

    Stage validStatusCodes(Integer... codes) {
        return with(module.with(new SuccessCriteria(Set.of(codes), SuccessCriteria.TlsDemand.NONE, List.of(), false)));
    }

    Stage policy(TargetPolicy other) {
        policy = other;
        return this;
    }

    /** All targets are reached through that proxy. */
    Stage through(String proxyUrl) {
        try {
            return with(module.with(new ProxySettings(Proxy.parse(proxyUrl), NoProxy.NONE, false, List.of())));
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(proxyUrl, e);
        }
    }

    Stage credentials(Credentials credentials) {
        UpgradeSettings upgrade = module.upgrade();
        return with(module.with(new UpgradeSettings(
                upgrade.headers(),
                upgrade.origin(),
                upgrade.subprotocols(),
                credentials,
                upgrade.followRedirects(),
                upgrade.httpVersion())));
    }

    Stage followingRedirects() {
        UpgradeSettings upgrade = module.upgrade();
        return with(module.with(new UpgradeSettings(
                upgrade.headers(),
                upgrade.origin(),
                upgrade.subprotocols(),
                upgrade.credentials(),
                true,
                upgrade.httpVersion())));
    }

    Stage only(IpProtocol protocol) {
        return with(module.with(new DialSettings(protocol, false, null)));
    }

    Stage from(String source) {
        return with(module.with(
                new DialSettings(IpProtocol.IP6, true, NetUtil.createInetAddressFromIpAddressString(source))));
    }

    Stage preferring(IpProtocol protocol) {
        return with(module.with(new DialSettings(protocol, true, null)));
    }

    ProbeModule module() {
        return module;
    }

    /** The row's own module, for what the methods above do not say. */
    Stage with(ProbeModule other) {
        module = other;
        return this;
    }

    private <T extends Closeable> T kept(T server) {
        closing.push(server);
        return server;
    }

    @Override
    public void close() throws IOException {
        witness.dismiss();
        for (Closeable server : closing) {
            server.close();
        }
    }
}
