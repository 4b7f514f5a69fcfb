package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
    @Test
    void hostsFileIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hosts");
        HostsFile hosts = new HostsFile(file);
        assertThat(hosts.addresses("a.example")).isEmpty();

        Files.writeString(file, "192.0.2.7 A.example alias # comment\n2001:db8::7 a.example\n");
        assertThat(hosts.addresses("A.EXAMPLE."))
                .containsExactly(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7"));
        assertThat(hosts.addresses("alias")).hasSize(1);

        Files.writeString(file, "192.0.2.8 a.example\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(hosts.addresses("a.example")).containsExactly(InetAddress.getByName("192.0.2.8"));
    }
}
