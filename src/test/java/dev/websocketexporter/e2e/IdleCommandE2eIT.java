package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code idle} finds the limits of real proxies in front of a real server. */
@Tag("e2e")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
class IdleCommandE2eIT {
    @TempDir
    private static Path directory;

    private static WatchPeer peer;
    private static WatchProxies.Running nginx;
    private static WatchProxies.Running haproxy;

    @BeforeAll
    static void start() throws IOException {
        peer = WatchPeer.start(directory.resolve("peer"));
        nginx = WatchProxies.nginx(peer.port(), Files.createDirectory(directory.resolve("nginx")));
        haproxy = WatchProxies.haproxy(peer.port(), "5s", Files.createDirectory(directory.resolve("haproxy")));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {nginx, haproxy, peer}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static ManagedProcess idle(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Tools.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Exporter.JAR.toString(),
                "idle"));
        command.addAll(List.of(words));
        return ManagedProcess.start(directory, command);
    }

    @Test
    void limitsOfFiveSecondsOfNginxAndHaproxyAreFoundWithin20Percent() throws Exception {
        try (ManagedProcess ofNginx = idle("--output=json", "--max=20s", nginx.url("/quiet/idle-nginx"));
                ManagedProcess ofHaproxy = idle("--output=json", "--max=20s", haproxy.url("/quiet/idle-haproxy"))) {
            for (ManagedProcess process : List.of(ofNginx, ofHaproxy)) {
                assertThat(process.awaitExit()).as(process.output()).isZero();
                JsonNode found = new ObjectMapper().readTree(process.output());
                assertThat(found.at("/verdict/kind").textValue())
                        .as("%s", found)
                        .isEqualTo("limit");
                assertThat(found.at("/verdict/limit_seconds").doubleValue()).isBetween(4.0, 6.0);
                assertThat(found.at("/verdict/ended_by").textValue()).isEqualTo("fin");
                assertThat(found.at("/pings/outcome").textValue()).isEqualTo("kept");
            }
        }
    }
}
