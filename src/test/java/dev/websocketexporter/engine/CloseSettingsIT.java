package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The closing handshake as the module wants it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class CloseSettingsIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

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

    @Test
    void closeHasTheCodeOfTheModuleAndIsMasked() throws Exception {
        CompletableFuture<ReceivedFrame> seen = new CompletableFuture<>();
        try (Stage stage = closing(new CloseSettings(3999, Duration.ofSeconds(5), true))) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                peer.upgrade();
                seen.complete(peer.readFrame());
                peer.sendClose(4001, "bye");
                peer.fin();
            }));

            assertThat(result.outcome()).isEqualTo(new Outcome.Success());
            assertThat(seen.get().closeCode()).isEqualTo(3999);
            assertThat(seen.get().masked()).isTrue();
            assertThat(result.close()).isEqualTo(new CloseReport(4001, "bye", true));
        }
    }

    @Test
    void unansweredCloseCostsNoMoreThanItsTimeoutAndFailsNothingUnlessRequired() throws Exception {
        Duration timeout = Duration.ofMillis(150);
        try (Stage stage = closing(new CloseSettings(1000, timeout, false))) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                peer.upgrade();
                peer.silence();
            }));

            assertThat(result.outcome()).isEqualTo(new Outcome.Success());
            assertThat(result.close()).isEqualTo(new CloseReport(null, null, false));
            assertThat(result.timings().phases().get(Phase.CLOSE)).isBetween(timeout, Stage.GENEROUS.dividedBy(2));
        }
    }

    @Test
    void unansweredCloseIsWaitedForNoLongerThanTheBudget() throws Exception {
        try (Stage stage =
                closing(new CloseSettings(1000, Duration.ofSeconds(30), true)).shortBudget()) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                peer.upgrade();
                peer.silence();
            }));

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().reason()).isEqualTo(Reason.CLOSE_NOT_ANSWERED);
            assertThat(result.failure().detail())
                    .startsWith("our Close 1000 was not answered: no Close came within ")
                    .endsWith(" (expected: a Close of the server)");
            assertThat(result.timings().total()).isLessThan(Stage.SHORT.plus(Duration.ofMillis(100)));
        }
    }

    @Test
    void endOfTheConnectionInsteadOfTheRequiredCloseIsTold() throws Exception {
        try (Stage stage = closing(new CloseSettings(1000, Duration.ofSeconds(5), true))) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                peer.upgrade();
                peer.readFrame();
                peer.fin();
            }));

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().detail())
                    .isEqualTo("our Close 1000 was not answered: the server ended the connection instead"
                            + " (expected: a Close of the server)");
            assertThat(result.close()).isEqualTo(new CloseReport(1006, null, false));
        }
    }

    private static ProbeResult expecting(Script afterUpgrade, CloseSettings closing) throws Exception {
        try (Stage stage = closing(closing)) {
            return Probing.end(prober, stage.plain(peer -> {
                peer.upgrade();
                afterUpgrade.play(peer);
                peer.silence();
            }));
        }
    }

    private static final Script WITHOUT_CODE = peer -> {
        peer.readFrame();
        peer.sendFrame(0x8);
    };

    @Test
    void expectedCodesAreRight() throws Exception {
        CloseSettings any = CloseSettings.DEFAULT;
        assertThat(expecting(WITHOUT_CODE, any.expecting(1000, 1005)).failure()).isNull();
        assertThat(expecting(Said::farewell, any.expecting(1000, 1005)).failure())
                .isNull();
        Script end = peer -> {
            peer.readFrame();
            peer.fin();
        };
        assertThat(expecting(end, any.expecting(1006)).failure()).isNull();
        assertThat(expecting(WITHOUT_CODE, any).failure())
                .as("without any expectation")
                .isNull();
    }

    @Test
    void anotherCodeIsToldWithWhatWouldBeRight() throws Exception {
        CloseSettings closing = CloseSettings.DEFAULT.expecting(1000, 4000);
        assertThat(unexpected(expecting(WITHOUT_CODE, closing)))
                .isEqualTo("the server sent a Close without a code (1005) after the exporter's (expected: 1000"
                        + " or 4000)");
        assertThat(unexpected(expecting(
                        peer -> {
                            peer.readFrame();
                            peer.sendClose(1011, "oops");
                        },
                        closing)))
                .isEqualTo("the server sent Close 1011 \"oops\" after the exporter's (expected: 1000 or 4000)");
        assertThat(unexpected(expecting(
                        peer -> {
                            peer.readFrame();
                            peer.fin();
                        },
                        closing)))
                .isEqualTo("the server ended the connection without a Close (1006) after the exporter's"
                        + " (expected: 1000 or 4000)");
    }

    @Test
    void closeOfTheServersOwnIsComparedToo() throws Exception {
        try (Stage stage = closing(CloseSettings.DEFAULT.expecting(1000))) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                byte[] head = UpgradeAnswer.to(peer.readHead()).text().getBytes(StandardCharsets.ISO_8859_1);
                peer.send(ServerFrames.concat(head, ServerFrames.close(4401, "who")));
                peer.silence();
            }));
            assertThat(unexpected(result))
                    .isEqualTo("the server sent Close 4401 \"who\" before the exporter's (expected: 1000)");
        }
    }

    /** Nothing is known of its end, so that nothing can be wrong with it. */
    @Test
    void noAnswerIsNoUnexpectedCode() throws Exception {
        Duration timeout = Duration.ofMillis(100);
        assertThat(expecting(peer -> {}, new CloseSettings(1000, timeout, false).expecting(1000))
                        .failure())
                .isNull();
        Failure required = expecting(peer -> {}, new CloseSettings(1000, timeout, true).expecting(1000))
                .failure();
        assertThat(required).isNotNull();
        assertThat(required.reason()).isEqualTo(Reason.CLOSE_NOT_ANSWERED);
    }

    private static String unexpected(ProbeResult result) {
        assertThat(result.failure()).as("%s", result.log()).isNotNull();
        assertThat(result.failure().phase()).isEqualTo(Phase.CLOSE);
        assertThat(result.failure().reason()).isEqualTo(Reason.UNEXPECTED_CLOSE_CODE);
        return result.failure().detail();
    }

    private static Stage closing(CloseSettings closing) {
        Stage stage = new Stage(world);
        return stage.with(stage.module().with(closing));
    }
}
