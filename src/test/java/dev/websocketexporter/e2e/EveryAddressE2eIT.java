package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code addresses: all} by the whole program, with a name server that answers in another order each time. */
@Tag("e2e")
@Timeout(120)
class EveryAddressE2eIT {
    private static final Script POLITE = peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    };
    private static final Pattern FIRST = Pattern.compile("resolved every\\.test to (127\\.0\\.0\\.[0-9])");
    private static final int PROBES = 12;

    @TempDir
    private Path directory;

    @Test
    void theRefusingAndTheSilentNodeOfFourAreNamedInWhateverOrderTheyCome() throws Exception {
        List<Closeable> nodes = new ArrayList<>();
        try (ScriptedServer good = ScriptedServer.plainOn("127.0.0.2", POLITE)) {
            int port = good.port();
            nodes.add(ScriptedServer.plainAt(new InetSocketAddress("127.0.0.3", port), POLITE));
            nodes.add(ScriptedServer.plainAt(new InetSocketAddress("127.0.0.5", port), Script.SILENCE));
            int dns = Http.freePort();
            Path configuration = Files.writeString(directory.resolve("config.yml"), """
                    modules:
                      every:
                        timeout: 1s
                        websocket: {addresses: all, nameservers: ["127.0.0.1:%d"]}
                    """.formatted(dns));
            try (ManagedProcess nameServer = nameServer(dns);
                    Exporter exporter = Exporter.start(directory, "--config.file=" + configuration)) {
                Set<String> firsts = new HashSet<>();
                for (int i = 0; i < PROBES; i++) {
                    String answer = exporter.get("/probe?module=every&debug=true&target=ws://every.test:" + port)
                            .body();
                    assertThat(answer.lines())
                            .as("%s%n%s", answer, nameServer.output())
                            .contains(
                                    "probe_success 0.0",
                                    "probe_websocket_addresses 4.0",
                                    "probe_websocket_address_success{ip=\"127.0.0.2\",} 1.0",
                                    "probe_websocket_address_success{ip=\"127.0.0.3\",} 1.0",
                                    "probe_websocket_address_success{ip=\"127.0.0.4\",} 0.0",
                                    "probe_websocket_address_success{ip=\"127.0.0.5\",} 0.0");
                    Matcher first = FIRST.matcher(answer);
                    assertThat(first.find()).as(answer).isTrue();
                    firsts.add(first.group(1));
                }
                assertThat(firsts).as("the name server's orders").hasSizeGreaterThan(1);
            }
        } finally {
            for (Closeable node : nodes) {
                node.close();
            }
        }
    }

    /** Of a name with several addresses, dnsmasq (2.90) begins each answer with another one. */
    private ManagedProcess nameServer(int port) throws IOException {
        Path hosts = Files.writeString(directory.resolve("names"), """
                127.0.0.2 every.test
                127.0.0.3 every.test
                127.0.0.4 every.test
                127.0.0.5 every.test
                """);
        ManagedProcess process = ManagedProcess.start(
                directory,
                List.of(
                        Programs.require("dnsmasq").toString(),
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--log-facility=-",
                        "--no-resolv",
                        "--no-hosts",
                        "--local=/test/",
                        "--addn-hosts=" + hosts,
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--pid-file=" + directory.resolve("dnsmasq.pid"),
                        "--user=" + System.getProperty("user.name"),
                        "--port=" + port));
        return process.awaitReady(() -> process.output().contains(" names\n"));
    }
}
