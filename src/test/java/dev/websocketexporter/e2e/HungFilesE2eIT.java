package dev.websocketexporter.e2e;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.HungFiles;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The jar as a process, with files that hang: while it runs, at its start and at a reload. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class HungFilesE2eIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HUNG = 50;
    /** A file system whose server never answers, seen by this process only. */
    private static final String WITH_DEAD_MOUNT = "exec 3<>/dev/fuse"
            + " && mount -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 dead \"$1\" && shift && exec \"$@\"";

    private final TestIdentity root = ca("Root").selfSigned();

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        file("root.pem", root.certificatePem());
        file("healthy", "secret");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void fiftyFilesThatHangLeaveNewChainsAndOtherFilesAlone() throws Exception {
        List<Path> files = new ArrayList<>();
        StringBuilder modules = new StringBuilder(
                "modules:\n  tls: {" + trusting("root.pem") + "}\n  secret: {" + sending("healthy") + "}\n");
        for (int i = 0; i < HUNG; i++) {
            boolean secret = i % 2 == 0;
            files.add(file("f" + i, secret ? "secret" : root.certificatePem()));
            modules.append("  m" + i + ": {timeout: 4s, " + (secret ? sending("f" + i) : trusting("f" + i)) + "}\n");
        }
        file("config.yml", modules.toString());
        ServerTls slow = ServerTls.of(leaf("localhost").signedBy(root).serverContext());
        try (Exporter exporter = Exporter.start(directory, "--config.file=" + directory.resolve("config.yml"));
                ScriptedServer plain = ScriptedServer.plain(Peer::upgrade);
                ScriptedServer secure = ScriptedServer.tls(slow, Peer::upgrade)) {
            assertGreen(exporter, "secret", "ws://127.0.0.1:" + plain.port());
            HungFiles hung = HungFiles.of(files);
            ExecutorService clients = Executors.newCachedThreadPool();
            try {
                List<CompletableFuture<String>> stuck = new ArrayList<>();
                for (int i = 0; i < HUNG; i++) {
                    String module = "m" + i;
                    String target = i % 2 == 0 ? "ws://127.0.0.1:" + plain.port() : "wss://localhost:" + secure.port();
                    stuck.add(CompletableFuture.supplyAsync(() -> probe(exporter, module, target), clients));
                }
                Conditions.await(
                        PATIENCE,
                        () -> metrics(exporter)
                                .contains("websocket_exporter_executor_active{executor=\"files\",} 50.0"),
                        () -> metrics(exporter));
                for (int i = 0; i < 10; i++) {
                    ServerTls fresh =
                            ServerTls.of(leaf("localhost").signedBy(root).serverContext());
                    try (ScriptedServer renewed = ScriptedServer.tls(fresh, Peer::upgrade)) {
                        assertGreen(exporter, "tls", "wss://localhost:" + renewed.port());
                    }
                    assertGreen(exporter, "secret", "ws://127.0.0.1:" + plain.port());
                }
                for (int i = 0; i < HUNG; i++) {
                    assertThat(stuck.get(i).join())
                            .contains(
                                    i % 2 == 0
                                            ? "failure_info{phase=\"auth\",reason=\"timeout\",} 1"
                                            : "failure_info{phase=\"tls\",reason=\"exporter_limit\",} 1");
                }
                assertThat(exporter.get("/-/ready").statusCode()).isEqualTo(200);
            } finally {
                hung.close();
                clients.shutdownNow();
            }
        }
    }

    /** Whoever asks such a file system for anything waits, also for the facts of a file. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void rootsThatLeadIntoADeadMountCostTheirOwnProbesOnly() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        List<String> inItsOwnSpace = List.of("unshare", "-rm", "sh", "-c", WITH_DEAD_MOUNT, "sh", mount.toString());
        requireDeadMounts(inItsOwnSpace);
        Path link = Files.createSymbolicLink(directory.resolve("linked.pem"), Path.of("root.pem"));
        file(
                "config.yml",
                "modules:\n  dead: {timeout: 2s, " + trusting("linked.pem") + "}\n  tls: {" + trusting("root.pem")
                        + "}\n");
        List<String> java = new ArrayList<>(inItsOwnSpace);
        java.add(Tools.java().toString());
        ServerTls tls = ServerTls.of(leaf("localhost").signedBy(root).serverContext());
        try (Exporter exporter = Exporter.start(directory, java, "--config.file=" + directory.resolve("config.yml"));
                ScriptedServer secure = ScriptedServer.tls(tls, Peer::upgrade)) {
            String target = "wss://localhost:" + secure.port();
            // The first handshake of a new process on a busy machine may take longer than this module's time.
            awaitGreen(exporter, "dead", target);
            Path next = Files.createSymbolicLink(directory.resolve("next"), mount.resolve("root.pem"));
            Files.move(next, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            for (int i = 0; i < 6; i++) {
                assertThat(probe(exporter, "dead", target))
                        .contains("failure_info{phase=\"tls\",reason=\"exporter_limit\",} 1")
                        .contains("probe_ssl_earliest_cert_expiry ")
                        .doesNotContain("probe_ssl_verified")
                        .doesNotContain("probe_ssl_check_passed{check=\"trust\"");
                assertGreen(exporter, "tls", target);
            }
            assertThat(metrics(exporter))
                    .as("the reading, and a look at what stands there")
                    .containsPattern("websocket_exporter_executor_active\\{executor=\"files\",} [12]\\.0");
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("root.pem"));
            awaitGreen(exporter, "dead", target);
        }
    }

    private void requireDeadMounts(List<String> inItsOwnSpace) throws IOException {
        Programs.require("unshare");
        List<String> command = new ArrayList<>(inItsOwnSpace);
        command.add("true");
        try (ManagedProcess trial = ManagedProcess.start(directory, command)) {
            if (trial.awaitExit() != 0) {
                Programs.missing("mounting FUSE in a name space of its own: " + trial.output());
            }
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void pipeAsConfigurationEndsTheStartWithALine() throws Exception {
        Path pipe = pipe("pipe.yml");
        Exporter.Ended ended = Exporter.run(directory, "--config.file=" + pipe);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .isEqualTo(
                        pipe + ": cannot be read: it did not answer within 5 s, like a pipe that nobody writes to, or"
                                + " a file system that is gone\n");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void configurationThatComesThroughAPipeIsRead() throws Exception {
        Path pipe = pipe("pipe.yml");
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, "modules: {piped: {}}\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        Exporter.Ended ended = Exporter.run(directory, "--config.check", "--config.file=" + pipe);
        writer.join();
        assertThat(ended.output()).isEqualTo(pipe + ": 1 module, no mistakes\n");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void reloadOfWhatHangsIsRefusedInTimeAndLaterOnesWork() throws Exception {
        Path config = file("config.yml", "modules: {one: {" + sending("healthy") + "}}\n");
        Path healthy = directory.resolve("healthy");
        try (Exporter exporter = Exporter.start(
                directory,
                "--config.file=" + config,
                "--config.enable-auto-reload",
                "--config.auto-reload-interval=1s")) {
            HungFiles hung = HungFiles.of(List.of(healthy));
            assertRefused(
                    exporter,
                    "modules.one.websocket.headers.X-Key.files[0]: " + healthy
                            + ": cannot be read: it did not answer within 5 s");
            hung.close();
            assertThat(reload(exporter).statusCode()).isEqualTo(200);

            Path pipe = pipe("next");
            Files.move(pipe, config, StandardCopyOption.REPLACE_EXISTING);
            assertRefused(exporter, config + ": cannot be read: it did not answer within 5 s");
            Files.delete(config);
            file("config.yml", "modules: {two: {}}\n");
            Conditions.await(PATIENCE, () -> get(exporter, "/config").contains("  two:"), exporter.process()::output);
            assertThat(metrics(exporter)).contains("websocket_exporter_config_last_reload_successful 1.0");
        }
    }

    private static void assertRefused(Exporter exporter, String why) throws IOException {
        HttpResponse<String> refused = reload(exporter);
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains(why);
        assertThat(metrics(exporter)).contains("websocket_exporter_config_last_reload_successful 0.0");
        assertThat(get(exporter, "/config")).contains("  one:");
    }

    private static HttpResponse<String> reload(Exporter exporter) throws IOException {
        return Http.postJson("http://127.0.0.1:" + exporter.port() + "/-/reload", "");
    }

    private static void assertGreen(Exporter exporter, String module, String target) {
        assertThat(probe(exporter, module, target)).contains("probe_success 1");
    }

    private static void awaitGreen(Exporter exporter, String module, String target) throws Exception {
        Conditions.await(
                PATIENCE,
                () -> probe(exporter, module, target).contains("probe_success 1"),
                exporter.process()::output);
    }

    private static String probe(Exporter exporter, String module, String target) {
        return get(exporter, "/probe?module=" + module + "&target=" + Http.encode(target));
    }

    private static String metrics(Exporter exporter) {
        return get(exporter, "/metrics");
    }

    private static String get(Exporter exporter, String path) {
        try {
            return exporter.get(path).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String trusting(String file) {
        return "websocket: {http_config: {tls_config: {ca_file: " + file + "}}}";
    }

    private static String sending(String file) {
        return "websocket: {headers: {X-Key: {files: [" + file + "]}}}";
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private Path pipe(String name) throws Exception {
        Path pipe = directory.resolve(name);
        new ProcessBuilder(Programs.require("mkfifo").toString(), pipe.toString())
                .inheritIO()
                .start()
                .waitFor();
        return pipe;
    }
}
