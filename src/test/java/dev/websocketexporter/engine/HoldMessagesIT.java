package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.engine.hold.HoldRecorder.Reported;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Test.Equal;
import dev.websocketexporter.probe.watch.WatchSettings.Test.Matching;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of the messages on a held connection, and what is sent on it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldMessagesIT {
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

    private static Held open(HoldStage hold, Script afterUpgrade) throws IOException {
        return hold.open(hold.stage().plain(peer -> {
            peer.upgrade();
            afterUpgrade.play(peer);
        }));
    }

    private static Messages json() {
        return new Messages(
                Duration.ZERO,
                new Equal("/type", "tick"),
                new Place.Json("/seq"),
                new Timestamp(new Place.Json("/ts"), Unit.MS));
    }

    private static byte[] tick(int sequence, long millis) {
        return ServerFrames.text("{\"type\":\"tick\",\"seq\":" + sequence + ",\"ts\":" + millis + "}");
    }

    @Test
    void sequenceAndLagAreReadFromMessagesThatCount() throws Exception {
        try (HoldStage hold = new HoldStage(probes).messages(json())) {
            open(hold, peer -> {
                peer.send(ServerFrames.concat(
                        tick(7, System.currentTimeMillis() - 5_000),
                        tick(8, System.currentTimeMillis() + 60_000),
                        ServerFrames.text("{\"type\":\"other\",\"seq\":9}"),
                        ServerFrames.text("{\"type\":\"tick\",\"seq\":\"x\"}"),
                        ServerFrames.text("no JSON")));
                Said.farewell(peer);
            });
            List<Reported> seen = hold.seen().untilMessages(5).messages();
            assertThat(seen.stream().map(Reported::counts)).containsExactly(true, true, false, true, false);
            assertThat(seen.stream().map(Reported::sequence))
                    .containsExactly(
                            7L, 8L, HoldListener.NO_SEQUENCE, HoldListener.NO_SEQUENCE, HoldListener.NO_SEQUENCE);
            assertThat(Duration.ofNanos(seen.get(0).lagNanos()))
                    .isBetween(Duration.ofMillis(4_999), Duration.ofSeconds(8));
            assertThat(Duration.ofNanos(seen.get(1).lagNanos()))
                    .isBetween(Duration.ofMillis(-60_000), Duration.ofSeconds(-57));
            assertThat(seen.get(3).lagNanos()).isEqualTo(HoldListener.NO_LAG);
        }
    }

    @Test
    void manyMessagesInFewPacketsAreReportedInOrder() throws Exception {
        int count = 20_000;
        try (HoldStage hold = new HoldStage(probes).messages(json())) {
            hold.stage().tracingFewBuffers();
            open(hold, peer -> {
                long now = System.currentTimeMillis();
                peer.send(ServerFrames.concat(
                        IntStream.range(0, count).mapToObj(i -> tick(i, now)).toArray(byte[][]::new)));
                Said.farewell(peer);
            });
            List<Reported> seen = hold.seen().untilMessages(count).messages();
            assertThat(seen.stream().mapToLong(Reported::sequence))
                    .containsExactly(
                            IntStream.range(0, count).asLongStream().boxed().toArray(Long[]::new));
        }
    }

    @Test
    void largeMessagesAreJudgedOnAnotherThreadAndInOrder() throws Exception {
        Messages bySearch = new Messages(
                Duration.ZERO,
                new Matching(Pattern.compile("\"(tick|tock)\"")),
                new Place.Group(Pattern.compile("\"seq\":(\\d+)")),
                null);
        String padding = "x".repeat(300_000);
        try (HoldStage hold = new HoldStage(probes).messages(bySearch).pings(50, 5_000, 0)) {
            open(hold, peer -> {
                Thread pongs = new Thread(() -> pong(peer));
                pongs.start();
                for (int i = 0; i < 10; i++) {
                    String text =
                            "{\"pad\":\"" + (i % 2 == 0 ? padding : "") + "\",\"type\":\"tick\",\"seq\":" + i + "}";
                    peer.send(ServerFrames.text(text));
                }
                testEnds(pongs);
            });
            List<Reported> seen = hold.seen().untilMessages(10).until("pong").messages();
            assertThat(seen.stream().map(Reported::sequence)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        }
    }

    private static void testEnds(Thread pongs) {
        try {
            pongs.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pong(Peer peer) {
        try {
            for (ReceivedFrame frame = peer.readFrame(); !frame.isClose(); frame = peer.readFrame()) {
                peer.sendFrame(ServerFrames.PONG, frame.payload());
            }
            peer.sendClose(1000, "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void messageOverTheLimitIsADrop() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.stage().with(hold.stage().module().with(Conversation.NONE.withMaxMessageBytes(10)));
            List<ReceivedFrame> close = new CopyOnWriteArrayList<>();
            open(hold, peer -> {
                peer.send(ServerFrames.concat(ServerFrames.text("0123456789"), ServerFrames.text("0123456789a")));
                close.add(peer.readFrame());
                peer.fin();
            });
            HoldEnd end = hold.seen().endedAs("message_too_large", null);
            assertThat(end.detail()).contains("expected: at most 10 bytes, max_message_size");
            assertThat(hold.seen().messages()).hasSize(1);
            assertThat(close.get(0).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void compressedMessagesAreReadBeforeAndAfterTheHandover() throws Exception {
        try (HoldStage hold = new HoldStage(probes).messages(json())) {
            hold.stage()
                    .with(hold.stage()
                            .module()
                            .with(Conversation.NONE
                                    .with(Compression.REQUIRED)
                                    .withSteps(List.of(Said.expect("Hello")))));
            List<ReceivedFrame> sent = new CopyOnWriteArrayList<>();
            Held held = hold.open(hold.stage().plain(peer -> {
                peer.send(UpgradeAnswer.to(peer.readHead())
                        .adding("Sec-WebSocket-Extensions", "permessage-deflate")
                        .text());
                // RFC 7692 §7.2.3.2: the second message refers to the first, which the subscription takes.
                peer.send(ServerFrames.hex("c1 07 f2 48 cd c9 c9 07 00"));
                peer.send(ServerFrames.hex("c1 05 f2 00 11 00 00"));
                peer.send(ServerFrames.deflated(Said.utf8("{\"type\":\"tick\",\"seq\":4}")));
                sent.add(peer.readFrame());
                Said.farewell(peer);
            }));
            held.send("plain");
            List<Reported> seen = hold.seen().untilMessages(2).messages();
            assertThat(seen.get(0).bytes()).isEqualTo(5);
            assertThat(seen.get(1).sequence()).isEqualTo(4);
            hold.seen().until("sent TEXT 5").until(() -> !sent.isEmpty());
            assertThat(sent.get(0).payload()).as("not compressed").isEqualTo(Said.utf8("plain"));
        }
    }

    @Test
    void awaitedTextIsReportedOnceFromWhenItIsAwaited() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (HoldStage hold = new HoldStage(probes)) {
            Held held = open(hold, peer -> {
                peer.readFrame();
                peer.send(ServerFrames.concat(
                        ServerFrames.text("{\"id\":\"other\"}"),
                        ServerFrames.text("{\"id\":\"b-1\"}"),
                        ServerFrames.text("{\"id\":\"b-1\"} again")));
                peer.readFrame();
                asked.countDown();
                peer.send(ServerFrames.concat(ServerFrames.text("b-2"), ServerFrames.text("end")));
                Said.farewell(peer);
            });
            held.await("b-1");
            held.send("go");
            hold.seen().until("arrived b-1").untilMessages(3);
            held.await("b-2");
            held.await(null);
            held.send("go on");
            hold.seen().untilMessages(5);
            assertThat(hold.seen().events().stream().filter(event -> event.startsWith("arrived")))
                    .containsExactly("arrived b-1");
        }
    }

    @Test
    void serverThatReadsNothingIsFoundByItsPongsAndGetsNoMoreThanItsShare() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (HoldStage hold =
                new HoldStage(probes).pings(100, 1_500, 2).sending(Duration.ofMillis(5), "x".repeat(100_000))) {
            Held held = open(hold, peer -> await(done));
            hold.seen().until(() -> held.unwrittenBytes() > 0);
            hold.seen().endedAs("pong_missed", null);
            assertThat(held.unwrittenBytes()).as("bounded").isLessThan(300_000);
            done.countDown();
            hold.released();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
