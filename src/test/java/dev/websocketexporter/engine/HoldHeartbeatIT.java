package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.hold.HoldRecorder.Pong;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pings on held connections, their pongs, and those that do not come. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldHeartbeatIT {
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

    private static HoldStage open(HoldStage hold, Script afterUpgrade) throws IOException {
        hold.open(hold.stage().plain(peer -> {
            peer.upgrade();
            afterUpgrade.play(peer);
        }));
        return hold;
    }

    private static ReceivedFrame ping(Peer peer) throws IOException {
        ReceivedFrame frame = peer.readFrame();
        assertThat(frame.opcode()).isEqualTo(ServerFrames.PING);
        return frame;
    }

    private static void answer(Peer peer) throws IOException {
        peer.sendFrame(ServerFrames.PONG, ping(peer).payload());
    }

    @Test
    void pingsComeInTheirIntervalAndRoundTripsAreExact() throws Exception {
        List<String> payloads = new CopyOnWriteArrayList<>();
        try (HoldStage hold = new HoldStage(probes).pings(200, 2_000, 0)) {
            open(hold, peer -> {
                for (int i = 0; i < 5; i++) {
                    ReceivedFrame ping = ping(peer);
                    payloads.add(new String(ping.payload(), StandardCharsets.US_ASCII));
                    if (i == 2) {
                        Conditions.await(Duration.ofSeconds(5), after(120), () -> "");
                    }
                    peer.sendFrame(ServerFrames.PONG, ping.payload());
                }
                Said.farewell(peer);
            });
            hold.seen().until(() -> hold.seen().pongs().size() == 5);
            List<Pong> pongs = hold.seen().pongs();
            assertThat(pongs.get(2).roundTripNanos()).isBetween(120_000_000L, 190_000_000L);
            assertThat(pongs.get(0).roundTripNanos()).isBetween(1L, 50_000_000L);
            assertThat(pongs.get(0).tick() - hold.seen().openedAt()).isBetween(200_000_000L, 400_000_000L);
            assertThat(pongs.get(4).tick() - pongs.get(0).tick()).isBetween(700_000_000L, 1_000_000_000L);
            assertThat(payloads).doesNotHaveDuplicates().allMatch(payload -> payload.matches("[0-9A-Za-z]{10}"));
            assertThat(hold.seen().events()).doesNotContain("missed 1");
        }
    }

    private static BooleanSupplier after(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        return () -> System.nanoTime() - end > 0;
    }

    @Test
    void silentServerIsGivenUpWhenMorePongsInARowAreMissedThanAllowed() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(300, 150, 2)) {
            open(hold, Peer::silence);
            HoldEnd end = hold.seen().endedAs("pong_missed", null);
            assertThat(hold.seen().events())
                    .containsExactly("opened", "missed 1", "missed 2", "missed 3", "ended pong_missed null");
            assertThat(end.detail())
                    .isEqualTo("3 pongs in a row were missed: none came within 150 ms (expected: at most 2 missed)");
            hold.released();
            assertThat(System.nanoTime() - end.tick())
                    .as("the dead are not waited for")
                    .isLessThan(900_000_000L);
        }
    }

    @Test
    void anyPongStartsTheCountOfMissedOnesAnew() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(300, 120, 2)) {
            open(hold, peer -> {
                ping(peer);
                ping(peer);
                answer(peer);
                ping(peer);
                peer.silence();
            });
            hold.seen().endedAs("pong_missed", null);
            assertThat(hold.seen().events())
                    .containsExactly(
                            "opened",
                            "missed 1",
                            "missed 2",
                            "pong",
                            "missed 1",
                            "missed 2",
                            "missed 3",
                            "ended pong_missed null");
        }
    }

    @Test
    void pongThatComesTooLateEndsTheRowOfMissedOnes() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(1_000, 100, 5)) {
            open(hold, peer -> {
                ReceivedFrame ping = ping(peer);
                hold.seen().until("missed 1");
                peer.sendFrame(ServerFrames.PONG, ping.payload());
                Said.farewell(peer);
            });
            hold.seen().until("pong");
            assertThat(hold.seen().events()).containsExactly("opened", "missed 1", "pong");
            assertThat(hold.seen().pongs().get(0).roundTripNanos()).isGreaterThan(100_000_000L);
        }
    }

    @Test
    void severalPingsMayBeOnTheirWay() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(100, 900, 0)) {
            open(hold, peer -> {
                ReceivedFrame first = ping(peer);
                ReceivedFrame second = ping(peer);
                ReceivedFrame third = ping(peer);
                peer.sendFrame(ServerFrames.PONG, first.payload());
                peer.sendFrame(ServerFrames.PONG, third.payload());
                peer.sendFrame(ServerFrames.PONG, second.payload());
                answer(peer);
                answer(peer);
                answer(peer);
                Said.farewell(peer);
            });
            hold.seen().until(() -> hold.seen().pongs().size() >= 5);
            assertThat(hold.seen().pongs().get(0).roundTripNanos()).isGreaterThan(180_000_000L);
            assertThat(hold.seen().pongs().get(1).roundTripNanos()).isLessThan(100_000_000L);
            assertThat(hold.seen().events())
                    .as("the third answers the second, too")
                    .doesNotContain("missed 1");
        }
    }

    @Test
    void pongsThatAnswerNothingAreNoRoundTripsButShowLife() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(200, 100, 1)) {
            open(hold, peer -> {
                for (int i = 0; i < 4; i++) {
                    ping(peer);
                    peer.sendFrame(ServerFrames.PONG, Said.utf8("unsolicited"));
                }
                peer.silence();
            });
            hold.seen().endedAs("pong_missed", null);
            assertThat(hold.seen().pongs()).isEmpty();
            assertThat(hold.seen().events().stream().filter("missed 1"::equals)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void modulesWordOnWhatAnswersAPingHoldsHereToo() throws Exception {
        try (HoldStage hold = new HoldStage(probes).pings(200, 100, 0)) {
            hold.stage()
                    .with(hold.stage()
                            .module()
                            .with(Conversation.NONE.with(Heartbeat.NONE.with(Heartbeat.Accept.ANY_PONG))));
            open(hold, peer -> {
                ping(peer);
                peer.sendFrame(ServerFrames.PONG, Said.utf8("whatever"));
                peer.silence();
            });
            hold.seen().endedAs("pong_missed", null);
            assertThat(hold.seen().events()).containsExactly("opened", "pong", "missed 1", "ended pong_missed null");
        }
        try (HoldStage hold = new HoldStage(probes).pings(100, 50, 0)) {
            hold.stage()
                    .with(hold.stage()
                            .module()
                            .with(Conversation.NONE.with(Heartbeat.NONE.with(Heartbeat.Accept.NONE))));
            List<String> pings = new CopyOnWriteArrayList<>();
            open(hold, peer -> {
                for (int i = 0; i < 5; i++) {
                    pings.add(ping(peer).toString());
                }
                Said.farewell(peer);
            });
            hold.seen().until(() -> pings.size() > 4);
            assertThat(hold.seen().events()).containsExactly("opened");
        }
    }

    @Test
    void pingsOfTheServerAreAnswered() throws Exception {
        List<String> pongs = new CopyOnWriteArrayList<>();
        try (HoldStage hold = new HoldStage(probes)) {
            open(hold, peer -> {
                peer.send(ServerFrames.ping("are you there?"));
                pongs.add(new String(peer.readFrame().payload(), StandardCharsets.UTF_8));
                Said.farewell(peer);
            });
            hold.seen().until(() -> pongs.contains("are you there?"));
        }
    }

    @Test
    void applicationsOwnHeartbeatIsSentFromTheOpeningOn() throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        try (HoldStage hold = new HoldStage(probes).sending(Duration.ofMillis(100), "{\"op\":\"ping\"}")) {
            open(hold, peer -> {
                while (true) {
                    ReceivedFrame frame = peer.readFrame();
                    if (frame.isClose()) {
                        peer.sendClose(1000, "");
                        return;
                    }
                    texts.add(frame.opcode() + new String(frame.payload(), StandardCharsets.UTF_8));
                }
            });
            hold.seen().until(() -> texts.size() >= 4);
            assertThat(texts).allMatch("1{\"op\":\"ping\"}"::equals);
            assertThat(hold.seen().events()).contains("sent TEXT 13");
        }
    }
}
