package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.DnsServer;
import dev.websocketexporter.testkit.DnsServer.Answer;
import dev.websocketexporter.testkit.Programs;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system's resolver configuration, put in the place of {@code /etc/resolv.conf} for the exporter's process alone. */
@Tag("e2e")
@Timeout(120)
class SearchDomainE2eIT {
    private static final String NAME_SERVER = "127.0.0.153";

    @Test
    void shortNameIsLookedUpInTheSearchDomainsAtEveryProbe(@TempDir Path directory) throws Exception {
        Path unshare = Programs.require("unshare");
        Programs.skipUnless(
                "root".equals(System.getProperty("user.name")), "only root binds port 53 and mounts over resolv.conf");
        Path resolvConf = Files.writeString(
                directory.resolve("resolv.conf"), "nameserver " + NAME_SERVER + "\nsearch other.test corp.test\n");
        List<String> java = List.of(
                unshare.toString(),
                "--mount",
                "sh",
                "-c",
                "mount --bind " + resolvConf + " /etc/resolv.conf && exec \"$@\"",
                "sh",
                Tools.java().toString());
        try (DnsServer dns = new DnsServer(
                        new InetSocketAddress(NAME_SERVER, 53), Map.of("db.corp.test", Answer.addresses("127.0.0.1")));
                Exporter exporter = Exporter.start(directory, java)) {
            String target = "ws://db:" + exporter.port() + "/echo";

            assertThat(exporter.probe(target))
                    .contains("probe_success 1.0", "probe_ip_addr_info{ip=\"127.0.0.1\",} 1.0");
            int asked = dns.queriesFor("db.corp.test");
            assertThat(exporter.probe(target)).contains("probe_success 1.0");

            assertThat(asked).isPositive();
            assertThat(dns.queriesFor("db.corp.test")).isEqualTo(2 * asked);
            assertThat(dns.queriesFor("db.other.test")).isPositive();
            assertThat(exporter.probe("ws://nosuch:" + exporter.port() + "/echo"))
                    .contains("probe_websocket_failure_info{phase=\"resolve\",reason=\"name_not_found\",} 1.0");
        }
    }
}
