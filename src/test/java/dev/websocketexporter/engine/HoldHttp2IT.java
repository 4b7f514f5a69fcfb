package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Http2Connection.Frame;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A connection that is held on a stream of HTTP/2 (RFC 8441): messages, pings and ends are those of any other. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldHttp2IT {
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

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

    @Test
    void messagesAndPongsAreReportedAndTheServersCloseIsADrop() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(50, 5_000, 0)) {
            hold.open(hold.stage().behindHttp2().secure(probes.stage().world().goodTls(), peer -> {
                peer.upgrade();
                peer.send(ServerFrames.text("hello"));
                var ping = peer.readFrame();
                assertThat(ping.opcode()).isEqualTo(PING);
                peer.sendFrame(PONG, ping.payload());
                peer.sendClose(1001, "");
                peer.readFrame();
                peer.fin();
            }));
            hold.seen().endedAs("closed_by_peer", 1001);
            assertThat(hold.seen().events()).startsWith("opened", "message TEXT 5");
            assertThat(hold.seen().events()).anyMatch(event -> event.startsWith("pong"));
            hold.released();
        }
    }

    @Test
    void resetOfTheStreamIsAConnectionReset() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Script script = peer -> {
                Http2Connection connection = Http2Connection.of(peer);
                connection.accept();
                connection.reset(8);
                peer.silence();
            };
            hold.open(hold.stage().overHttp2().plain(script));
            assertThat(hold.seen().endedAs("connection_reset", 1006).cause().isDrop())
                    .isTrue();
        }
    }

    /** The words of a GOAWAY are the server's. */
    @Test
    void goAwayThatSpeaksOfAResetOrOfALimitIsAnEndWithoutClose() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Script script = peer -> {
                Http2Connection connection = Http2Connection.of(peer);
                connection.accept();
                connection.goAway(0, 0, "too many open files: connection reset by peer");
                peer.silence();
            };
            hold.open(hold.stage().overHttp2().plain(script));
            assertThat(hold.seen().endedAs("connection_closed", 1006).detail()).contains("GOAWAY");
        }
    }

    @Test
    void theExportersCloseEndsItsHalfOfTheStreamAndSaysGoAway() throws Exception {
        List<Integer> types = new CopyOnWriteArrayList<>();
        try (HoldStage hold = new HoldStage(probes)) {
            Script script = peer -> {
                Http2Connection connection = Http2Connection.of(peer);
                connection.accept();
                connection.data(0, (byte) 0x81, (byte) 2, (byte) 104, (byte) 105);
                connection.readFrame(Http2Connection.DATA);
                // Close 1001.
                connection.data(0, (byte) 0x88, (byte) 2, (byte) 0x03, (byte) 0xE9);
                for (Frame frame = connection.readFrame(); ; frame = connection.readFrame()) {
                    types.add(frame.type());
                    if (frame.type() == Http2Connection.GOAWAY) {
                        break;
                    }
                }
                peer.fin();
            };
            Held held = hold.open(hold.stage().overHttp2().plain(script));
            hold.seen().untilMessages(1);
            held.close(1001, Ours.SHUTDOWN);
            hold.seen().endedAs("shutdown", 1001);
            hold.released();
        }
        assertThat(types).contains(Http2Connection.DATA, Http2Connection.GOAWAY);
    }
}
