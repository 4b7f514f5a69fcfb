package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.LyingNameServer.Conduct;
import dev.websocketexporter.testkit.LyingNameServer.Query;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The rows of {@code docs/names.md}, each with one exporter that runs all the time, whose {@code /etc/resolv.conf} changes
 * under it; with glibc, and with Go where there is one.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class NamesE2eIT {
    private static final Map<String, String> SERVERS = Map.of(
            "GOOD", "127.0.0.161",
            "SILENT", "127.0.0.162",
            "FAILING", "127.0.0.163",
            "GONE", "127.0.0.164",
            "LOCAL", "127.0.0.1");

    /** More than the interval at which the exporter looks at its files. */
    private static final Duration SEEN_WITHIN = Duration.ofMillis(2_800);

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    private static final Pattern REASON = Pattern.compile("reason=\"([a-z_]+)\"");

    private static final String GO = """
            package main

            import ("context"; "fmt"; "net"; "os")

            func main() {
                r := net.Resolver{PreferGo: true}
                a, err := r.LookupIPAddr(context.Background(), os.Args[1])
                fmt.Println(a, err)
                if err != nil { os.Exit(2) }
            }
            """;

    private record Row(String what, List<String> resolvConf, String name, String exporter, String glibc, String go) {}

    @TempDir
    private Path directory;

    private final List<LyingNameServer> servers = new ArrayList<>();
    private Path resolvConf;
    private List<String> withResolvConf;

    @Test
    void everyRowOfTheTableIsTrue() throws Exception {
        Path unshare = Programs.require("unshare");
        Programs.skipUnless(
                "root".equals(System.getProperty("user.name")), "only root binds port 53 and mounts over resolv.conf");
        Path getent = Programs.require("getent");
        resolvConf = Files.writeString(directory.resolve("resolv.conf"), "nameserver nil\nnameserver fe80::1%eth99\n");
        withResolvConf = List.of(
                unshare.toString(),
                "--mount",
                "sh",
                "-c",
                "mount --bind " + resolvConf + " /etc/resolv.conf && exec \"$@\"",
                "sh");
        List<String> java = new ArrayList<>(withResolvConf);
        java.add(Tools.java().toString());
        Path go = goProgram();
        SoftAssertions all = new SoftAssertions();
        startServers();
        try (Exporter exporter = Exporter.start(directory, java)) {
            assertThat(exporter.process().output())
                    .contains("/etc/resolv.conf:1: nameserver", "/etc/resolv.conf:2: nameserver")
                    .contains("127.0.0.1 is asked");
            for (Row row : rows()) {
                Files.writeString(resolvConf, content(row));
                Thread.sleep(SEEN_WITHIN.toMillis());
                all.assertThat(byExporter(exporter, row))
                        .as("exporter: %s", row)
                        .isEqualTo(row.exporter());
                if (!row.glibc().equals("-")) {
                    all.assertThat(byProgram(getent.toString(), "ahosts", row.name()))
                            .as("glibc: %s", row)
                            .isEqualTo(row.glibc());
                }
                if (!row.go().equals("-") && go != null) {
                    all.assertThat(byProgram(go.toString(), row.name()))
                            .as("Go: %s", row)
                            .isEqualTo(row.go());
                }
            }
        }
        all.assertAll();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean table = false;
        for (String line : Files.readAllLines(Path.of("docs", "names.md"))) {
            table = line.startsWith("| what |") || (table && line.startsWith("|"));
            if (table && !line.startsWith("| what |") && !line.startsWith("| --- |")) {
                List<String> cells = Arrays.stream(
                                line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
                rows.add(new Row(
                        cells.get(0),
                        code(cells.get(1)),
                        code(cells.get(2)).get(0),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5)));
            }
        }
        assertThat(rows).hasSizeGreaterThan(25);
        return rows;
    }

    private static List<String> code(String cell) {
        Matcher matcher = Pattern.compile("`([^`]*)`").matcher(cell);
        List<String> code = new ArrayList<>();
        while (matcher.find()) {
            code.add(matcher.group(1));
        }
        return code;
    }

    private static String content(Row row) {
        String text = String.join("\n", row.resolvConf()) + "\n" + "options timeout:1\n";
        for (Map.Entry<String, String> server : SERVERS.entrySet()) {
            text = text.replace("nameserver " + server.getKey(), "nameserver " + server.getValue());
        }
        return text;
    }

    private void startServers() throws IOException {
        start("GOOD", NamesE2eIT::answer);
        start("SILENT", query -> {});
        start("FAILING", query -> query.code(LyingNameServer.SERVFAIL));
        start("LOCAL", query -> query.addresses("127.0.0.1"));
    }

    private void start(String name, Conduct conduct) throws IOException {
        servers.add(new LyingNameServer(SERVERS.get(name), 53, conduct));
    }

    @AfterEach
    void stopServers() {
        servers.forEach(LyingNameServer::close);
    }

    /** What {@code GOOD} does. */
    private static void answer(Query query) throws IOException {
        switch (query.name()) {
            case "good.test", "short.good.test", "xn--strae-oqa.test" -> query.addresses("127.0.0.1");
            case "nodata.test" -> query.addresses();
            case "alias.test" ->
                query.message()
                        .alias("alias.test", "good.test")
                        .address("good.test", "127.0.0.1")
                        .send();
            case "lost-alias.test" ->
                query.message().alias("lost-alias.test", "good.test").send();
            // Every second question of each type: each resolver's first one is lost.
            case "lossy.test" -> {
                if (query.number() % 2 == 0) {
                    query.addresses("127.0.0.1");
                }
            }
            case "large.test" -> {
                if (query.overTcp()) {
                    query.addresses("127.0.0.1");
                } else {
                    query.message().truncated().send();
                }
            }
            case "forged.test" -> {
                query.message()
                        .id(query.id() ^ 1)
                        .address("forged.test", "127.0.0.66")
                        .send();
                query.addresses("127.0.0.1");
            }
            case "confused.test" -> {
                query.message()
                        .question("other.test", LyingNameServer.A)
                        .address("other.test", "127.0.0.66")
                        .send();
                query.addresses("127.0.0.1");
            }
            case "lame.test" -> query.message().flags(0x8100).send();
            case "tcp.test" -> {
                if (query.overTcp()) {
                    query.addresses("127.0.0.1");
                }
            }
            case "half.test" -> {
                if (query.isA()) {
                    query.addresses("127.0.0.1");
                }
            }
            case "short.failing.test" -> query.code(LyingNameServer.SERVFAIL);
            case "short.silent.test" -> {}
            default -> query.code(LyingNameServer.NXDOMAIN);
        }
    }

    private static String byExporter(Exporter exporter, Row row) throws IOException {
        String metrics = exporter.probe("ws://" + row.name() + ":" + exporter.port() + "/echo");
        Matcher reason = REASON.matcher(metrics);
        if (reason.find()) {
            return reason.group(1);
        }
        assertThat(metrics).contains("probe_success 1.0", "probe_ip_addr_info{ip=\"127.0.0.1\",} 1.0");
        return "found";
    }

    private String byProgram(String... program) throws IOException {
        List<String> command = new ArrayList<>(withResolvConf);
        command.addAll(Arrays.asList(program));
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit(ENDS_WITHIN);
            return status == 0 && process.output().contains("127.0.0.1") ? "found" : "not found";
        }
    }

    /** A program of Go's own resolver; null where there is no Go. */
    private Path goProgram() throws IOException {
        Optional<Path> go = Programs.find("go");
        if (go.isEmpty()) {
            return null;
        }
        Path source = Files.writeString(directory.resolve("lookup.go"), GO);
        Path program = directory.resolve("lookup");
        try (ManagedProcess build = ManagedProcess.start(
                directory,
                List.of(
                        "env",
                        "CGO_ENABLED=0",
                        "GOFLAGS=-mod=mod",
                        "GOPROXY=off",
                        "GOTOOLCHAIN=local",
                        go.get().toString(),
                        "build",
                        "-o",
                        program.toString(),
                        source.toString()))) {
            assertThat(build.awaitExit(Duration.ofMinutes(3)))
                    .as(build.output())
                    .isZero();
        }
        return program;
    }
}
