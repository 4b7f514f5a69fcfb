package dev.websocketexporter.cli;

import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** What the rows of {@link DiagnoseIT} share: a root, names, and a real engine. Servers end with the row. */
final class DiagnoseWorld implements Closeable {
    /** Far more than any probe takes here that need not wait. */
    private static final String GENEROUS = "--timeout=10s";

    private final Path directory;
    private final TestIdentity root = CertificateRecipe.ca("Diagnosis Root").selfSigned();
    private final Path hostsFile;
    private final Deque<Closeable> servers = new ArrayDeque<>();
    private int files;

    DiagnoseWorld(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        this.hostsFile = Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.1 localhost one.test pair.test both.test\n127.0.0.2 pair.test\n::1 both.test\n"
                        + "127.0.0.3 elsewhere.test\n");
    }

    /** What the command wrote, and its exit status. */
    record Ran(int status, String out, String err) {}

    TestIdentity root() {
        return root;
    }

    ServerTls tls() {
        return ServerTls.of(CertificateRecipe.leaf("localhost").signedBy(root).serverContext());
    }

    /** A server on 127.0.0.1 without TLS; returns its port. */
    int plain(Script script) throws IOException {
        return kept(ScriptedServer.plain(script)).port();
    }

    int secure(ServerTls tls, Script script) throws IOException {
        return kept(ScriptedServer.tls(tls, script)).port();
    }

    /** Another server on the same port of another address. */
    void plainAt(String address, int port, Script script) throws IOException {
        kept(ScriptedServer.plainAt(new InetSocketAddress(InetAddress.getByName(address), port), script));
    }

    int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
            return socket.getLocalPort();
        }
    }

    <T extends Closeable> T kept(T server) {
        servers.push(server);
        return server;
    }

    /** A configuration in which the module {@code m} has these keys, and trusts the root for {@code wss}. */
    String config(String keys) throws IOException {
        Path file = Files.writeString(directory.resolve("config-" + files++ + ".yml"), "modules:\n  m:\n" + keys);
        return "--config.file=" + file;
    }

    /** The key with which a module trusts the root. */
    String trust() {
        return "http_config: {tls_config: {ca_file: " + directory.resolve("root.pem") + "}}";
    }

    Ran diagnose(Map<String, String> environment, List<String> arguments) throws InvalidTargetException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(List.of("diagnose"));
        if (arguments.stream().noneMatch(word -> word.startsWith("--timeout"))) {
            words.add(GENEROUS);
        }
        words.addAll(arguments);
        try (NettyProber prober = prober(ProxyEnvironment.of(environment))) {
            Surroundings surroundings = new Surroundings(
                    InputStream.nullInputStream(),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Surroundings.Destination.OTHER,
                    environment,
                    Ticker.system(),
                    action -> {},
                    () -> new ColdEngine(prober),
                    () -> EnumSet.allOf(TlsVersion.class));
            int status = new CommandLine(surroundings, List.of()).run(words.toArray(String[]::new));
            return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    Ran diagnose(String... arguments) throws InvalidTargetException {
        return diagnose(Map.of(), Arrays.asList(arguments));
    }

    private NettyProber prober(ProxyEnvironment proxies) {
        return new NettyProber(new EngineSettings(
                Transport.preferred(),
                TlsEngine.preferred(),
                1,
                "websocket_exporter/test",
                () -> ResolvConf.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                hostsFile,
                proxies,
                Ticker.system(),
                Clock.systemUTC()));
    }

    /** Times do not matter here. */
    private record ColdEngine(Prober prober) implements Surroundings.Engine {
        @Override
        public Holder holder() {
            throw new AssertionError("nothing is held");
        }

        @Override
        public void warmUpFor(ProbeRequest next) {}
    }

    void endServers() throws IOException {
        while (!servers.isEmpty()) {
            servers.pop().close();
        }
    }

    @Override
    public void close() throws IOException {
        endServers();
    }
}
