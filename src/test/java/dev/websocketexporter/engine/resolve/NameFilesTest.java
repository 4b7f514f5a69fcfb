package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system's files are read again when they change. */
class NameFilesTest {
    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void hostsFileIsReadAgainWhenItChanges() throws Exception {
        Path file = folder.resolve("hosts");
        HostsFile hosts = new HostsFile(file, warnings::add);
        hosts.refresh();
        assertThat(hosts.addresses("a.example")).isEmpty();

        Files.writeString(file, "192.0.2.7 A.example alias # comment\n2001:db8::7 a.example\n");
        hosts.refresh();
        assertThat(hosts.addresses("A.EXAMPLE."))
                .containsExactly(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7"));
        assertThat(hosts.addresses("alias")).hasSize(1);

        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, "192.0.2.8 A.example alias # comment\n2001:db8::7 a.example\n");
        Files.setLastModifiedTime(file, before);
        hosts.refresh();
        assertThat(hosts.addresses("a.example")).contains(InetAddress.getByName("192.0.2.8"));

        Files.delete(file);
        hosts.refresh();
        assertThat(hosts.addresses("a.example")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    /** Netty's parser reads 127.0.0.010 as 127.0.0.10 and drops zones: both lead to another host. */
    @Test
    void hostsFileIsReadAsGlibcAndGoReadIt() throws Exception {
        Path file = Files.writeString(
                folder.resolve("hosts"),
                "192.0.2.010 octal\n[2001:db8::1] brackets\n192.0.2 short\n192.0.2.256 large\nname alone\n192.0.2.9\n"
                        + "\t192.0.2.1\ttab Dot.test. # comment\r\n192.0.2.2 glued#comment\n2001:db8::2 tab\n192.0.2.3 tab\n"
                        + "fe80::7%lo zoned\nfe80::7%eth99 gone\n192.0.2.4%lo odd\n");
        HostsFile hosts = new HostsFile(file, warnings::add);
        hosts.refresh();

        for (String none : List.of("octal", "brackets", "short", "large", "alone", "comment", "gone", "odd")) {
            assertThat(hosts.addresses(none)).as(none).isEmpty();
        }
        assertThat(hosts.addresses("tab"))
                .containsExactly(
                        InetAddress.getByName("192.0.2.1"),
                        InetAddress.getByName("192.0.2.3"),
                        InetAddress.getByName("2001:db8::2"));
        assertThat(hosts.addresses("dot.test")).hasSize(1);
        assertThat(hosts.addresses("glued")).containsExactly(InetAddress.getByName("192.0.2.2"));
        assertThat(((Inet6Address) hosts.addresses("zoned").get(0)).getScopeId())
                .isEqualTo(NetworkInterface.getByName("lo").getIndex());
    }

    @Test
    void hostsFileThatCannotBeReadIsWarnedAboutOnceAndHasNoNames() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("hosts"));
        HostsFile hosts = new HostsFile(directory, warnings::add);
        hosts.refresh();
        hosts.refresh();
        assertThat(hosts.addresses("localhost")).isEmpty();
        assertThat(warnings).containsExactly(directory + " cannot be read: Is a directory");

        Files.delete(directory);
        Files.writeString(directory, "192.0.2.7 a.example\n");
        hosts.refresh();
        assertThat(hosts.addresses("a.example")).hasSize(1);
    }

    @Test
    void resolvConfIsReadAgainWhenItChangesAndWarnsOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.1\nnameserver nil\n");
        SystemResolvConf conf = new SystemResolvConf(file, Map.of(), warnings::add);
        conf.refresh();
        conf.refresh();
        assertThat(servers(conf)).containsExactly("192.0.2.1");
        assertThat(warnings).hasSize(1).first().asString().startsWith(file + ":2: nameserver \"nil\" is no address");

        Files.writeString(file, "nameserver 192.0.2.2\nnameserver 192.0.2.3\n");
        conf.refresh();
        assertThat(servers(conf)).containsExactly("192.0.2.2", "192.0.2.3");

        Path other = Files.writeString(folder.resolve("other"), "nameserver 192.0.2.4\n");
        Files.delete(file);
        Files.createSymbolicLink(file, other);
        conf.refresh();
        assertThat(servers(conf)).containsExactly("192.0.2.4");

        Files.delete(file);
        conf.refresh();
        conf.refresh();
        assertThat(servers(conf)).containsExactly("127.0.0.1");
        assertThat(warnings).hasSize(3).contains("there is no " + file);
    }

    @Test
    void filesAreWatchedWhileTheEngineRuns() throws Exception {
        Path hosts = folder.resolve("hosts");
        Path file = folder.resolve("resolv.conf");
        SystemResolvConf conf = new SystemResolvConf(file, Map.of(), warning -> {});
        try (NameFiles files = NameFiles.watch(hosts, conf)) {
            assertThat(files.hosts().addresses("a.example")).isEmpty();
            Files.writeString(hosts, "192.0.2.7 a.example\n");
            Files.writeString(file, "nameserver 192.0.2.1\n");
            Conditions.await(
                    Duration.ofSeconds(10),
                    () -> !files.hosts().addresses("a.example").isEmpty()
                            && servers(conf).contains("192.0.2.1"),
                    () -> "not read again");
        }
    }

    private static List<String> servers(SystemResolvConf conf) {
        return conf.get().servers().stream().map(ServerConduct::shown).toList();
    }
}
