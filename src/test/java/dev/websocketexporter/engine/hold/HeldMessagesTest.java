package dev.websocketexporter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.hold.HoldRecorder.Reported;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldMessagesTest {
    private static final Messages NUMBERED =
            new Messages(Duration.ZERO, null, new Place.Group(Pattern.compile("^(\\d+)")), null);
    private static final Messages TIMED =
            new Messages(Duration.ZERO, null, null, new Timestamp(new Place.Json("/t"), Unit.RFC3339));

    private static List<Long> sequences(HeldWire wire) {
        return wire.seen().messages().stream().map(Reported::sequence).toList();
    }

    @Test
    void framesOnBothSidesOfTheHandoverMakeOneStream() {
        byte[] stream = ServerFrames.concat(
                ServerFrames.text("1"),
                ServerFrames.text("2"),
                new byte[] {0x01, 1, '3'},
                ServerFrames.ping("p"),
                new byte[] {(byte) 0x80, 1, '3'},
                ServerFrames.text("4"));
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                try (HeldWire wire = HeldWire.settings()
                        .messages(NUMBERED)
                        .before(Arrays.copyOf(stream, first))
                        .during(Arrays.copyOfRange(stream, first, second))
                        .open()) {
                    wire.receive(Arrays.copyOfRange(stream, second, stream.length));
                    assertThat(sequences(wire))
                            .as("cut at %d and %d", first, second)
                            .containsExactly(1L, 2L, 33L, 4L);
                    assertThat(wire.sent()).hasSize(1);
                }
            }
        }
    }

    @Test
    void endOnBothSidesOfTheHandoverIsTheSame() {
        byte[] stream = ServerFrames.concat(ServerFrames.text("1"), ServerFrames.close(1001, "bye"));
        for (int first = 0; first <= stream.length; first++) {
            for (boolean fin : new boolean[] {true, false}) {
                try (HeldWire wire = HeldWire.settings()
                        .messages(NUMBERED)
                        .before(Arrays.copyOf(stream, first))
                        .open()) {
                    wire.receive(Arrays.copyOfRange(stream, first, stream.length));
                    if (fin) {
                        wire.channel().close();
                    }
                    assertThat(wire.seen().events())
                            .containsExactly("opened", "message TEXT 1", "ended closed_by_peer 1001");
                    assertThat(wire.seen().end().detail()).isEqualTo("the server sent Close 1001 \"bye\"");
                }
            }
        }
    }

    @Test
    void finBetweenSubscriptionAndHandoverIsAnEndAfterTheOpening() {
        try (HeldWire wire = HeldWire.settings()
                .during(ServerFrames.text("1"))
                .closedMeanwhile()
                .open()) {
            assertThat(wire.seen().events())
                    .containsExactly("opened", "message TEXT 1", "ended connection_closed 1006");
        }
    }

    @Test
    void lagIsByTheWallClockAtTheArrival() {
        try (HeldWire wire = HeldWire.settings().messages(TIMED).open()) {
            wire.after(10_000);
            wire.receive(ServerFrames.text("{\"t\":\"2026-11-30T12:00:07.5Z\"}"));
            wire.wallJumps(Duration.ofSeconds(60));
            wire.after(1).receive(ServerFrames.text("{\"t\":\"2026-11-30T12:00:07.5Z\"}"));
            wire.after(1).receive(ServerFrames.text("{\"t\":\"2027-11-30T13:00:00+01:00\"}"));
            wire.receive(ServerFrames.text("{\"t\":\"yesterday\"}"));
            List<Long> lags =
                    wire.seen().messages().stream().map(Reported::lagNanos).toList();
            assertThat(lags)
                    .containsExactly(
                            2_500_000_000L,
                            62_501_000_000L,
                            Duration.ofSeconds(70).plusMillis(2).minusDays(365).toNanos(),
                            HoldListener.NO_LAG);
        }
    }

    @Test
    void framesAfterALargeMessageWaitUntilItIsJudged() {
        try (HeldWire wire = HeldWire.settings().messages(NUMBERED).open()) {
            String large = "2" + " ".repeat(20_000);
            wire.receive(ServerFrames.concat(
                    ServerFrames.text("1"), ServerFrames.text(large), ServerFrames.text("3"), ServerFrames.ping("p")));
            assertThat(sequences(wire)).containsExactly(1L);
            assertThat(wire.sent()).isEmpty();
            assertThat(wire.channel().config().isAutoRead()).isFalse();
            wire.runner().runNext();
            wire.channel().runPendingTasks();
            assertThat(sequences(wire)).containsExactly(1L, 2L, 3L);
            assertThat(wire.sent()).hasSize(1);
            assertThat(wire.channel().config().isAutoRead()).isTrue();
        }
    }

    @Test
    void largeMessageWaitsForAPlaceAndIsNotJudgedAfterTheEnd() {
        try (HeldWire wire = HeldWire.settings().messages(NUMBERED).open()) {
            wire.receive(ServerFrames.text("2" + " ".repeat(20_000)));
            wire.held().close(1000, Ours.RELOAD);
            wire.after(1_100);
            wire.runner().runAll();
            wire.after(20);
            assertThat(wire.seen().events()).containsExactly("opened", "ended reload null");
        }
    }

    @Test
    void pongBehindALargeMessageIsNotMissedWhileThatIsJudged() {
        try (HeldWire wire =
                HeldWire.settings().messages(NUMBERED).pings(1_000, 200, 0).open()) {
            wire.after(1_050);
            String ping = new String(wire.sent().get(0).payload(), StandardCharsets.US_ASCII);
            wire.receive(ServerFrames.concat(ServerFrames.text("2" + " ".repeat(20_000)), ServerFrames.pong(ping)));
            wire.after(400);
            assertThat(wire.seen().events()).containsExactly("opened");
            wire.runner().runNext();
            wire.channel().runPendingTasks();
            assertThat(wire.seen().events()).containsExactly("opened", "message TEXT 20001", "pong");
        }
    }

    @Test
    void pongInTheSocketIsNotMissedWhenALargeMessageWasJudgedMeanwhile() {
        try (HeldWire wire =
                HeldWire.settings().messages(NUMBERED).pings(1_000, 200, 0).open()) {
            wire.after(1_050);
            String ping = new String(wire.sent().get(0).payload(), StandardCharsets.US_ASCII);
            wire.receive(ServerFrames.text("2" + " ".repeat(20_000)));
            wire.after(405);
            wire.runner().runNext();
            // The timers are due before the socket is looked at.
            wire.after(50);
            wire.receive(ServerFrames.pong(ping));
            assertThat(wire.seen().events()).containsExactly("opened", "message TEXT 20001", "pong");
        }
    }

    @Test
    void pongIsMissedIfItIsNotThereEitherWhenALargeMessageWasJudged() {
        try (HeldWire wire =
                HeldWire.settings().messages(NUMBERED).pings(1_000, 200, 3).open()) {
            wire.after(1_050);
            wire.receive(ServerFrames.text("2" + " ".repeat(20_000)));
            wire.after(405);
            wire.runner().runNext();
            wire.after(350);
            assertThat(wire.seen().events()).containsExactly("opened", "message TEXT 20001", "missed 1");
        }
    }

    @Test
    void connectionThatHoldsTheMostIsDroppedAsALimitOfTheExporterWhenMemoryIsUsedUp() {
        MessageMemory memory = new MessageMemory(90_000);
        try (HeldWire greedy =
                        HeldWire.settings().memory(memory).messages(NUMBERED).open();
                HeldWire modest =
                        HeldWire.settings().memory(memory).messages(NUMBERED).open()) {
            greedy.receive(Arrays.copyOf(ServerFrames.text("x".repeat(80_000)), 60_000));
            modest.receive(Arrays.copyOf(ServerFrames.text("x".repeat(50_000)), 30_000));
            greedy.channel().runPendingTasks();
            assertThat(greedy.seen().events()).containsExactly("opened", "ended exporter_limit null");
            assertThat(greedy.seen().end().cause()).isEqualTo(new Dropped(Reason.EXPORTER_LIMIT, ExporterLimit.MEMORY));
            assertThat(greedy.seen().end().detail()).contains("fewer connections that are held");
            assertThat(modest.seen().events()).containsExactly("opened");
            modest.channel().close();
            assertThat(memory.figures().usedBytes()).isZero();
        }
    }

    @Test
    void idleConnectionHasADecompressorOnlyIfMessagesReferToThoseBefore() {
        MessageMemory memory = new MessageMemory(1 << 20);
        byte[] hello = ServerFrames.hex("c1 07 f2 48 cd c9 c9 07 00");
        try (HeldWire forgets = HeldWire.settings()
                .memory(memory)
                .compressed(new AgreedCompression(true, false, true, 15))
                .open()) {
            forgets.receive(hello);
            assertThat(forgets.seen().messages()).hasSize(1);
            assertThat(memory.figures().usedBytes()).isZero();
        }
        try (HeldWire remembers = HeldWire.settings()
                .memory(memory)
                .compressed(new AgreedCompression(true, true, true, 15))
                .open()) {
            remembers.receive(hello);
            assertThat(memory.figures().usedBytes()).isPositive();
        }
        assertThat(memory.figures().usedBytes()).as("after the end").isZero();
    }

    @Test
    void listenerThatBreaksEndsItsConnectionOnly() {
        try (HeldWire wire = HeldWire.settings().open()) {
            wire.seen().breakOn("message TEXT 3");
            wire.receive(ServerFrames.concat(ServerFrames.text("abc"), ServerFrames.text("more")));
            assertThat(wire.seen().events()).containsExactly("opened", "message TEXT 3", "ended internal_error null");
        }
    }
}
