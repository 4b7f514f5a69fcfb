package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a held connection ends, told apart by cause and code. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldEndsIT {
    @TempDir
    private static Path directory;

    private static GridProbes probes;

    @BeforeAll
    static void open() throws Exception {
        probes = GridProbes.open(directory);
    }

    @AfterAll
    static void close() {
        probes.close();
    }

    private static HoldEnd end(String cause, @Nullable Integer code, Script afterUpgrade) throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.open(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.text("hello"));
                afterUpgrade.play(peer);
            }));
            HoldEnd end = hold.seen().endedAs(cause, code);
            assertThat(hold.seen().events()).startsWith("opened", "message TEXT 5");
            hold.released();
            return end;
        }
    }

    /** Hears the client's Close, then lets it close the connection. */
    private static Script close(int code, String reason, List<ReceivedFrame> answer) {
        return peer -> {
            peer.send(ServerFrames.close(code, reason));
            answer.add(peer.readFrame());
            peer.fin();
        };
    }

    @Test
    void closeFrameIsADropWithItsCodeAndIsAnswered() throws Exception {
        List<ReceivedFrame> answer = new CopyOnWriteArrayList<>();
        HoldEnd end = end("closed_by_peer", 1001, close(1001, "see you", answer));
        assertThat(end.cause().isDrop()).isTrue();
        assertThat(end.detail()).isEqualTo("the server sent Close 1001 \"see you\"");
        assertThat(answer)
                .singleElement()
                .satisfies(frame -> assertThat(frame.closeCode()).isEqualTo(1001));
    }

    @Test
    void closeFrameWithoutACodeHas1005() throws Exception {
        HoldEnd end = end("closed_by_peer", 1005, peer -> {
            peer.sendFrame(0x8);
            peer.readFrame();
            peer.fin();
        });
        assertThat(end.detail()).isEqualTo("the server sent a Close without a code");
    }

    @Test
    void finWithoutACloseHas1006() throws Exception {
        HoldEnd end = end("connection_closed", 1006, Peer::fin);
        assertThat(end.detail()).isEqualTo("the server ended the connection without a Close");
    }

    @Test
    void resetHas1006() throws Exception {
        HoldEnd end = end("connection_reset", 1006, Peer::reset);
        assertThat(end.detail()).isEqualTo("the server reset the connection");
    }

    @Test
    void violationIsReportedToTheServer() throws Exception {
        List<ReceivedFrame> close = new CopyOnWriteArrayList<>();
        HoldEnd end = end("protocol_error", null, peer -> {
            peer.send(ServerFrames.hex("83 00"));
            close.add(peer.readFrame());
            peer.fin();
        });
        assertThat(end.detail()).contains("unknown opcode 3");
        assertThat(close.get(0).closeCode()).isEqualTo(1002);
    }

    @Test
    void textThatIsNotUtf8IsAnEndOfItsOwn() throws Exception {
        List<ReceivedFrame> close = new CopyOnWriteArrayList<>();
        end("invalid_utf8", null, peer -> {
            peer.send(ServerFrames.hex("81 01 ff"));
            close.add(peer.readFrame());
            peer.fin();
        });
        assertThat(close.get(0).closeCode()).isEqualTo(1007);
    }

    @Test
    void closeWithACodeThatMustNotBeSentIsAViolationWithThatCode() throws Exception {
        HoldEnd end = end("protocol_error", 1006, peer -> {
            peer.send(ServerFrames.close(1006, ""));
            peer.readFrame();
            peer.fin();
        });
        assertThat(end.detail()).contains("1006");
    }

    @Test
    void closeThatArrivedWinsOverTheFinBehindIt() throws Exception {
        HoldEnd end = end("closed_by_peer", 4000, peer -> {
            peer.send(ServerFrames.close(4000, ""));
            peer.fin();
        });
        assertThat(((Dropped) end.cause()).label()).isEqualTo("closed_by_peer");
    }

    @Test
    void endsOfTlsAreToldApart() throws Exception {
        assertThat(endOverTls("connection_closed", 1006, peer -> {
                            peer.closeNotify();
                            peer.silence();
                        })
                        .detail())
                .isEqualTo("the server ended the connection without a Close");
        endOverTls("connection_closed", 1006, Peer::fin);
        endOverTls("connection_reset", 1006, Peer::reset);
        endOverTls("closed_by_peer", 1000, close(1000, "", new ArrayList<>()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HoldEnd endOverTls(String cause, @Nullable Integer code, Script afterUpgrade) throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        try (HoldStage hold = new HoldStage(probes)) {
            hold.open(hold.stage().secure(hold.stage().world().goodTls(), peer -> {
                peer.upgrade();
                await(opened);
                afterUpgrade.play(peer);
            }));
            opened.countDown();
            HoldEnd end = hold.seen().endedAs(cause, code);
            hold.released();
            return end;
        }
    }

    @Test
    void closeOfOursIsAnsweredAndHasItsCause() throws Exception {
        HoldEnd end = closedByUs("max_lifetime", 1000, Ours.MAX_LIFETIME, peer -> {
            ReceivedFrame close = peer.readFrame();
            assertThat(close.closeCode()).isEqualTo(1000);
            peer.send(ServerFrames.close(1000, ""));
            peer.fin();
        });
        assertThat(end.cause().isDrop()).isFalse();
        assertThat(end.detail()).isEqualTo("closed by the exporter with 1000; the server sent Close 1000");
        assertThat(end.instead()).isNull();
    }

    @Test
    void closeOfOursThatIsNotAnsweredIsGivenUpAfterTheModulesPatience() throws Exception {
        HoldEnd end = closedByUs("reload", null, Ours.RELOAD, Peer::silence);
        assertThat(end.detail()).isEqualTo("closed by the exporter with 1000; the server did not answer within 1 s");
        assertThat(end.instead()).isNull();
    }

    @Test
    void finThatAnswersACloseOfOursIsNoDrop() throws Exception {
        HoldEnd end = closedByUs("shutdown", null, Ours.SHUTDOWN, peer -> {
            peer.readFrame();
            peer.fin();
        });
        assertThat(end.detail())
                .isEqualTo("closed by the exporter with 1000; the server ended the connection without a Close");
        assertThat(end.instead()).isEqualTo(Reason.CONNECTION_CLOSED);
    }

    /** As a load balancer answers that knows nothing of the connection any more. */
    @Test
    void rstThatAnswersACloseOfOursIsNoDropEither() throws Exception {
        HoldEnd end = closedByUs("max_lifetime", null, Ours.MAX_LIFETIME, peer -> {
            peer.readFrame();
            peer.reset();
        });
        assertThat(end.detail()).isEqualTo("closed by the exporter with 1000; the server reset the connection");
        assertThat(end.instead()).isEqualTo(Reason.CONNECTION_RESET);
    }

    private static HoldEnd closedByUs(String cause, @Nullable Integer code, Ours why, Script then) throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Held held = hold.open(hold.stage().plain(peer -> {
                peer.upgrade();
                then.play(peer);
            }));
            held.close(1000, why);
            held.close(1001, Ours.SHUTDOWN);
            HoldEnd end = hold.seen().endedAs(cause, code);
            hold.released();
            held.send("too late");
            assertThat(held.unwrittenBytes()).isZero();
            return end;
        }
    }

    /** The exporter closes after the server, so that TIME_WAIT stays with the server; but it does not wait for ever. */
    @Test
    void socketIsResetWhenTheServerDoesNotCloseIt() throws Exception {
        long begun = System.nanoTime();
        end("closed_by_peer", 1000, peer -> {
            peer.send(ServerFrames.close(1000, ""));
            peer.readFrame();
            peer.silence();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void nothingIsReportedAfterTheEnd() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (HoldStage hold = new HoldStage(probes)) {
            hold.pings(1000, 300, 5).open(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.concat(ServerFrames.close(1000, ""), ServerFrames.text("after the Close")));
                peer.readFrame();
                peer.send(ServerFrames.text("and more"));
                done.countDown();
                peer.silence();
            }));
            hold.seen().endedAs("closed_by_peer", 1000);
            done.await();
            hold.released();
            assertThat(hold.seen().events()).containsExactly("opened", "ended closed_by_peer 1000");
        }
    }
}
