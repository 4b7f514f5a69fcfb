package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.HungFiles;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that hang, and what is no regular file: each costs its own probes only, and no target is blamed. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HungFilesIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    private @Nullable HungFiles hung;
    private final List<Stage> stages = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    /** Until the end of the test. */
    private void hang(List<Path> files) throws IOException {
        hung = HungFiles.of(files);
    }

    private Stage stage() {
        Stage stage = new Stage(world);
        stages.add(stage);
        return stage;
    }

    @AfterEach
    void close() throws IOException {
        if (hung != null) {
            hung.close();
        }
        Conditions.await(Duration.ofSeconds(20), () -> files().active() == 0, () -> files().toString());
        for (Stage stage : stages) {
            stage.close();
        }
    }

    @Test
    void secretThatHangsFailsItsProbeAtTheDeadlineWithTheFilesName() throws Exception {
        Path secret = file("hung-secret", "secret");
        hang(List.of(secret));
        Stage stage = stage();
        ProbeResult result = Probing.end(prober, sending(stage.shortBudget(), secret));
        assertThat(String.valueOf(result.failure()))
                .startsWith("auth/timeout: the time budget of 400 ms was over while waiting for the file " + secret
                        + ", whose reading has not ended for ")
                .endsWith(" (is its file system reachable?)");
    }

    @Test
    void rootsThatHangAreTheExportersLimitAndTheCertificateIsReported() throws Exception {
        Path roots = file("hung-roots", Files.readString(world.rootFile()));
        hang(List.of(roots));
        Stage stage = stage();
        ProbeResult result =
                Probing.end(prober, trusting(stage.shortBudget(), roots).secure(world.goodTls(), Peer::upgrade));
        assertThat(String.valueOf(result.failure()))
                .startsWith("tls/exporter_limit: ")
                .contains("waiting for the file " + roots);
        assertThat(result.tls()).isNotNull();
        assertThat(result.tls().chain()).as("what was presented").isNotNull();
        assertThat(result.tls().chain().judged()).as("whether it is trusted").isFalse();
    }

    /** Of a handshake that fails by itself, the server is the reason. */
    @Test
    void rootsThatHangHideNoFailureOfTheServer() throws Exception {
        Path roots = file("hung-roots-2", Files.readString(world.rootFile()));
        hang(List.of(roots));
        Stage stage = stage();
        ProbeResult result = Probing.end(
                prober, trusting(stage, roots).insecureAsSecure(peer -> peer.send("SSH-2.0-OpenSSH_9.2p1\r\n")));
        assertThat(result.failure()).isNotNull();
        assertThat(result.failure().reason()).isEqualTo(Reason.NOT_TLS);
    }

    @Test
    void clientCertificateThatHangsIsTheExportersLimit() throws Exception {
        Path certificate = file("hung-certificate", "certificate");
        Value pem = new Value.InFile(certificate);
        hang(List.of(certificate));
        Stage stage = stage();
        TlsSettings tls = stage.module().tls();
        ProbeResult result = Probing.end(
                prober,
                stage.shortBudget()
                        .with(stage.module()
                                .with(new TlsSettings(
                                        tls.ca(), pem, pem, null, false, tls.minVersion(), tls.maxVersion(), false)))
                        .secure(world.goodTls(), Peer::upgrade));
        assertThat(String.valueOf(result.failure()))
                .startsWith("tls/exporter_limit: ")
                .contains("waiting for the file " + certificate);
    }

    @Test
    void messageThatHangsIsTheExportersLimit() throws Exception {
        Path message = file("hung-message", "message");
        Step step = new Step(null, null, 0, new Payload.InFile(message), null, List.of());
        hang(List.of(message));
        Stage stage = stage();
        ProbeResult result = Probing.end(
                prober,
                stage.shortBudget()
                        .with(stage.module().with(Conversation.NONE.withSteps(List.of(step))))
                        .plain(peer -> {
                            peer.upgrade();
                            peer.silence();
                        }));
        assertThat(String.valueOf(result.failure()))
                .startsWith("transfer/exporter_limit: ")
                .contains("waiting for the file " + message);
    }

    @Test
    void pipeIsRefusedWithoutBeingOpened() throws Exception {
        Path pipe = directory.resolve("pipe");
        new ProcessBuilder(Programs.require("mkfifo").toString(), pipe.toString())
                .inheritIO()
                .start()
                .waitFor();
        ProbeResult result = Probing.end(prober, sending(stage(), pipe));
        assertThat(result.failure())
                .hasToString("auth/authentication_setup: file " + pipe
                        + " is no regular file (expected: a file with content)");
        ProbeResult roots = Probing.end(prober, trusting(stage(), pipe).secure(world.goodTls(), Peer::upgrade));
        assertThat(roots.failure())
                .hasToString("tls/exporter_limit: the exporter has no trusted certificates to verify with: ca_file:"
                        + " file " + pipe + " is no regular file (expected: a file with content)");
    }

    @Test
    void fiftyFilesThatHangLeaveNewChainsAndOtherFilesAlone() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            files.add(file("hung-" + i, i < 25 ? "secret" : Files.readString(world.rootFile())));
        }
        Path healthy = file("healthy", "secret");
        assertThat(Probing.end(prober, sending(stage(), healthy)).failure())
                .as("the file is known")
                .isNull();
        List<CompletableFuture<ProbeResult>> stuck = new ArrayList<>();
        hang(files);
        Stage stage = stage();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50; i++) {
                Stage shortly = stage().budget(Duration.ofSeconds(4));
                ProbeRequest request = i < 25
                        ? sending(shortly, files.get(i))
                        : trusting(shortly, files.get(i)).secure(world.goodTls(), Peer::upgrade);
                stuck.add(prober.start(request).result().toCompletableFuture());
            }
        }
        Conditions.await(Duration.ofSeconds(20), () -> files().active() >= 50, () -> files().toString());
        for (int i = 0; i < 10; i++) {
            ServerTls fresh =
                    ServerTls.of(leaf("localhost").signedBy(world.root()).serverContext());
            assertThat(Probing.end(prober, stage.secure(fresh, Peer::upgrade)).failure())
                    .as("a chain that is new, with roots from a file")
                    .isNull();
            assertThat(Probing.end(prober, sending(stage(), healthy)).failure())
                    .as("a secret in another file")
                    .isNull();
        }
        assertThat(files().active()).as("at most one thread each").isBetween(50, 52);
        assertThat(stuck)
                .allSatisfy(probe -> assertThat(probe.join().failure())
                        .isNotNull()
                        .extracting(failure -> failure.reason())
                        .isIn(Reason.TIMEOUT, Reason.EXPORTER_LIMIT));
    }

    private static ExecutorFigures files() {
        return prober.executors().stream()
                .filter(figures -> figures.executor().equals("files"))
                .findFirst()
                .orElseThrow();
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static ProbeRequest sending(Stage stage, Path secret) throws IOException {
        RequestHeader header = new RequestHeader("X-Api-Key", List.of(new Value.InFile(secret)));
        return stage.with(stage.module().with(new UpgradeSettings(List.of(header), null, List.of(), null, false)))
                .plain(Peer::upgrade);
    }

    private static Stage trusting(Stage stage, Path roots) {
        TlsSettings tls = stage.module().tls();
        return stage.with(stage.module()
                .with(new TlsSettings(
                        new Value.InFile(roots), null, null, null, false, tls.minVersion(), tls.maxVersion(), false)));
    }
}
