package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real kernel says when the exporter's own machine forbids or cannot dial, in a network namespace of its own: told by
 * both transports as a limit of the exporter, and what is no such limit as the target's.
 */
@Timeout(120)
class OwnMachineIT {
    @TempDir
    private static Path directory;

    private static Path unshare;
    private static Path ip;

    @BeforeAll
    static void needNamespaces() throws IOException, InterruptedException {
        unshare = Programs.require("unshare");
        ip = Programs.require("ip");
        if (new ProcessBuilder(unshare.toString(), "-rn", "true").start().waitFor() != 0) {
            Programs.missing("no network namespace of one's own (expected: unshare -rn works)");
        }
    }

    @Test
    void prohibitedRouteIsTheFirewallOfTheExporter() throws Exception {
        assertThat(inNamespace(ip + " route add prohibit 192.0.2.0/24", "192.0.2.1"))
                .isEqualTo(onBothTransports("192.0.2.1 connect/exporter_limit firewall"));
    }

    @Test
    void networkWithoutARouteIsStillUnreachable() throws Exception {
        assertThat(inNamespace(ip + " route add unreachable 192.0.2.0/24", "192.0.2.1", "198.51.100.1"))
                .isEqualTo(onBothTransports("192.0.2.1 connect/unreachable -", "198.51.100.1 connect/unreachable -"));
    }

    @Test
    void portsThatAreUsedUpAreALimitOfTheExporter() throws Exception {
        assertThat(inNamespace("echo '40000 40007' >/proc/sys/net/ipv4/ip_local_port_range", "full"))
                .isEqualTo(onBothTransports("full connect/exporter_limit ports"));
    }

    @Test
    void machineWithoutAnAddressOfTheFamilyLacksNoPort() throws Exception {
        assertThat(inNamespace("true", "without-ipv6"))
                .isEqualTo(onBothTransports("without-ipv6 connect/unreachable -"));
    }

    @Test
    void descriptorsThatAreUsedUpAreALimitOfTheExporter() throws Exception {
        assertThat(inNamespace("ulimit -n 200", "descriptors"))
                .isEqualTo(onBothTransports("descriptors connect/exporter_limit descriptors"));
    }

    private static List<String> onBothTransports(String... lines) {
        return List.of("epoll ", "NIO ").stream()
                .flatMap(transport -> List.of(lines).stream().map(line -> transport + line))
                .toList();
    }

    /** What {@link OwnMachine} says in a namespace that was prepared so. */
    private static List<String> inNamespace(String preparation, String... targets) throws Exception {
        Path output = Files.createTempFile(directory, "own-machine", ".log");
        Path errors = Files.createTempFile(directory, "own-machine", ".err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                unshare.toString(),
                "-rn",
                "sh",
                "-c",
                ip + " link set lo up && " + preparation + " && exec \"$@\"",
                "sh",
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OwnMachine.class.getName()));
        command.addAll(List.of(targets));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("epoll ") || line.startsWith("NIO "))
                .toList();
        assertThat(lines).as("%s", Files.readString(errors)).isNotEmpty();
        return lines;
    }
}
