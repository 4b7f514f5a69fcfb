package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through proxies that others wrote: tinyproxy for CONNECT and microsocks for SOCKS5, each with and without a login. */
@Tag("e2e")
@Timeout(120)
class ProxyE2eIT {
    private static final String TINYPROXY = """
            Port %d
            Listen 127.0.0.1
            Timeout 60
            MaxClients 20
            %s
            """;
    private static final String MODULE = """
              %s:
                websocket:
                  http_config:
                    proxy_url: %s
                    tls_config: {ca_file: %s}
            """;

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static Exporter exporter;
    private static ScriptedServer secure;
    private static Path ca;

    @BeforeAll
    static void start() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        ca = Files.writeString(directory.resolve("ca.pem"), root.certificatePem());
        secure = kept(ScriptedServer.tls(
                ServerTls.of(CertificateRecipe.leaf("localhost").signedBy(root).serverContext()), Peer::upgrade));
        int http = tinyproxy("");
        int httpLogin = tinyproxy("BasicAuth scott tiger");
        int socks = microsocks();
        int socksLogin = microsocks("-u", "scott", "-P", "tiger");
        String modules = "modules:\n"
                + module("http", "http://127.0.0.1:" + http)
                + module("http_login", "http://scott:tiger@127.0.0.1:" + httpLogin)
                + module("http_without_login", "http://127.0.0.1:" + httpLogin)
                + module("http_wrong_login", "http://scott:lion@127.0.0.1:" + httpLogin)
                + module("socks", "socks5://127.0.0.1:" + socks)
                + module("socks_login", "socks5://scott:tiger@127.0.0.1:" + socksLogin)
                + module("socks_without_login", "socks5://127.0.0.1:" + socksLogin)
                + module("socks_wrong_login", "socks5://scott:lion@127.0.0.1:" + socksLogin);
        Path configuration = Files.writeString(directory.resolve("config.yml"), modules);
        exporter = kept(Exporter.start(directory, "--config.file=" + configuration));
    }

    private static String module(String name, String proxyUrl) {
        return MODULE.formatted(name, proxyUrl, ca);
    }

    private static int tinyproxy(String more) throws IOException {
        Path tinyproxy = Tools.require("tinyproxy");
        int port = Http.freePort();
        Path configuration =
                Files.writeString(directory.resolve("tinyproxy-" + port + ".conf"), TINYPROXY.formatted(port, more));
        run(port, List.of(tinyproxy.toString(), "-d", "-c", configuration.toString()));
        return port;
    }

    private static int microsocks(String... login) throws IOException {
        int port = Http.freePort();
        List<String> command = new ArrayList<>(
                List.of(Tools.require("microsocks").toString(), "-i", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of(login));
        run(port, command);
        return port;
    }

    private static void run(int port, List<String> command) throws IOException {
        kept(ManagedProcess.start(directory, command).awaitReady(() -> accepts(port)));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static <T extends AutoCloseable> T kept(T running) {
        RUNNING.add(0, running);
        return running;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable running : RUNNING) {
            running.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http_login", "socks", "socks_login"})
    void theTargetIsReached(String module) throws Exception {
        for (String target : List.of(exporter.echoUrl(), "wss://localhost:" + secure.port() + "/")) {
            assertThat(probe(module, target))
                    .contains("\nprobe_success 1.0\n", "probe_websocket_duration_seconds{phase=\"proxy\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_without_login", "http_wrong_login", "socks_without_login", "socks_wrong_login"})
    void withoutTheRightLoginItIsNot(String module) throws Exception {
        assertThat(failure(probe(module, exporter.echoUrl())))
                .contains("phase=\"proxy\"")
                .contains(
                        // RFC 9110 has 407 for this, but tinyproxy answers a login that is wrong with 401.
                        module.equals("http_wrong_login")
                                ? "reason=\"proxy_refused\""
                                : "reason=\"proxy_auth_required\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http_login", "socks", "socks_login"})
    void whatTheProxyCannotReachItRefuses(String module) throws Exception {
        assertThat(failure(probe(module, "ws://127.0.0.1:" + Http.freePort() + "/")))
                .contains("phase=\"proxy\"", "reason=\"proxy_refused\"");
    }

    private static String failure(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("probe_websocket_failure_info{"))
                .findFirst()
                .orElse(metrics);
    }

    private static String probe(String module, String target) throws IOException {
        return exporter.get("/probe?module=" + module + "&target=" + Http.encode(target))
                .body();
    }
}
