package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.DnsServer;
import dev.websocketexporter.testkit.DnsServer.Answer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What all rows share: names, a name server, a root and who it vouches for. */
final class GridWorld implements Closeable {
    static final int SERVFAIL = 2;
    static final int REFUSED = 5;

    private final DnsServer dns;
    private final Path hostsFile;
    private final Path rootFile;
    private final TestIdentity root = CertificateRecipe.ca("Grid Root").selfSigned();

    GridWorld(Path directory) throws IOException {
        this.dns = new DnsServer(Map.of(
                "servfail.test",
                new Answer.Code(SERVFAIL),
                "refused.test",
                new Answer.Code(REFUSED),
                "silent.test",
                new Answer.Silence(),
                "half.test",
                new Answer.SilentAboutIp6(List.of(InetAddress.getByName("127.0.0.1"))),
                "nodata.test",
                Answer.addresses(),
                "a.test",
                Answer.addresses("127.0.0.1"),
                "aaaa.test",
                Answer.addresses("::1"),
                "dual.test",
                Answer.addresses("127.0.0.1", "::1")));
        this.hostsFile = Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.1 localhost both.test\n::1 both.test\n127.255.255.255 broadcast.test\n");
        this.rootFile = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
    }

    DnsServer dns() {
        return dns;
    }

    Path rootFile() {
        return rootFile;
    }

    TestIdentity root() {
        return root;
    }

    /** A server with a certificate for {@code localhost} that holds in every respect. */
    ServerTls goodTls() {
        return ServerTls.of(CertificateRecipe.leaf("localhost").signedBy(root).serverContext());
    }

    EngineSettings settings(Transport transport, TlsEngine tlsEngine) {
        return new EngineSettings(
                transport,
                tlsEngine,
                1,
                "websocket_exporter/test",
                () -> ResolvConf.of(dns.address()),
                hostsFile,
                ProxyEnvironment.EMPTY,
                Ticker.system(),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        dns.close();
    }
}
