package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who ended the connection, as the result has it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class ClosedByServerIT {
    @TempDir
    private static Path directory;

    private static GridProbes probes;

    @BeforeAll
    static void start() throws Exception {
        probes = GridProbes.open(directory);
    }

    @AfterAll
    static void stop() {
        probes.close();
    }

    private static ProbeResult probe(GridRow.Scene scene) throws Exception {
        return probes.probe(scene);
    }

    private static CloseReport close(ProbeResult result) {
        return Objects.requireNonNull(result.close(), () -> "no end: " + result.log());
    }

    private static void upgradeAndSay(Peer peer, byte[] frames) throws IOException {
        byte[] head = UpgradeAnswer.to(peer.readHead()).text().getBytes(StandardCharsets.ISO_8859_1);
        peer.send(ServerFrames.concat(head, frames));
        peer.silence();
    }

    @Test
    void answerToOurCloseIsNoCloseOfTheServers() throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.upgrade();
            Said.farewell(peer);
        }));
        assertThat(result.successful()).isTrue();
        assertThat(close(result).byServer()).isFalse();
    }

    @Test
    void noAnswerIsNoCloseOfTheServers() throws Exception {
        ProbeResult result =
                probe(stage -> stage.with(stage.module().with(new CloseSettings(1000, Duration.ofMillis(50), false)))
                        .plain(peer -> {
                            peer.upgrade();
                            peer.silence();
                        }));
        assertThat(close(result).byServer()).isFalse();
    }

    @Test
    void closeInThePacketOfThe101IsTheServersThoughTheProbeSucceeds() throws Exception {
        Script refusing = peer -> upgradeAndSay(peer, ServerFrames.close(4406, "no"));
        ProbeResult result = probe(stage -> stage.plain(refusing));
        assertThat(result.successful()).isTrue();
        assertThat(close(result)).isEqualTo(new CloseReport(4406, "no", true, true));
        ProbeResult secure = probe(stage -> stage.secure(stage.world().goodTls(), refusing));
        assertThat(close(secure)).isEqualTo(new CloseReport(4406, "no", true, true));
    }

    @Test
    void closeBehindTheLastMessageIsTheServersThoughTheProbeSucceeds() throws Exception {
        ProbeResult result = probe(stage -> Said.with(stage, Said.expect("bye")).plain(peer -> {
            upgradeAndSay(peer, ServerFrames.concat(ServerFrames.text("bye"), ServerFrames.close(1001, "")));
        }));
        assertThat(result.successful()).as("%s", result.log()).isTrue();
        assertThat(close(result).byServer()).isTrue();
    }

    @Test
    void failureHasItToo() throws Exception {
        ProbeResult result =
                probe(stage -> Said.with(stage, Said.expect("hello")).plain(peer -> {
                    peer.upgrade();
                    peer.fin();
                }));
        assertThat(Objects.requireNonNull(result.failure()).reason()).isEqualTo(Reason.CONNECTION_CLOSED);
        assertThat(close(result)).isEqualTo(new CloseReport(1006, null, false, true));
    }

    @Test
    void ofSeveralAttemptsItIsTheLastOnes() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        ProbeResult result = probe(stage -> Said.with(stage, Said.expect("hello"))
                .with(stage.module().with(new RetrySettings(2, Duration.ofMillis(10))))
                .plain(peer -> {
                    peer.upgrade();
                    if (connections.incrementAndGet() == 1) {
                        peer.sendClose(1013, "later");
                    } else {
                        peer.sendFrame(Said.TEXT, utf8("hello"));
                    }
                    Said.farewell(peer);
                }));
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(result.successful()).as("%s", result.log()).isTrue();
        assertThat(close(result).byServer()).isFalse();
    }
}
