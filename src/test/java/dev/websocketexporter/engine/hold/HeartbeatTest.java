package dev.websocketexporter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.hold.HoldRecorder.Pong;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.testkit.ReceivedFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static byte[] pong(ReceivedFrame ping) {
        return ServerFrames.pong(new String(ping.payload(), StandardCharsets.US_ASCII));
    }

    @Test
    void pingsKeepTheirRhythmAlthoughTimersAreCoarse() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 500, 0).open()) {
            for (int i = 0; i < 60; i++) {
                List<ReceivedFrame> pings = wire.after(1_000).sent();
                // The first may be due in the next slot only.
                pings = pings.isEmpty() ? wire.after(60).sent() : pings;
                assertThat(pings).as("ping %d", i).hasSize(1);
                wire.receive(pong(pings.get(0)));
                wire.after(i == 0 ? 0 : 1);
            }
            assertThat(wire.seen().pongs()).hasSize(60);
            assertThat(wire.seen().events()).doesNotContain("missed 1");
        }
    }

    @Test
    void whatTheServerSaysByItselfIsToldFromAnswers() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 500, 0).open()) {
            wire.receive(ServerFrames.ping("are you there?"));
            wire.receive(ServerFrames.pong("unasked"));
            assertThat(wire.seen().controlFrames()).hasSize(2);
            assertThat(wire.sent())
                    .singleElement()
                    .satisfies(pong -> assertThat(pong.payload())
                            .asString(StandardCharsets.US_ASCII)
                            .isEqualTo("are you there?"));
            wire.after(1_050);
            wire.receive(pong(wire.sent().get(0)));
            assertThat(wire.seen().pongs()).hasSize(1);
            assertThat(wire.seen().controlFrames()).hasSize(2);
        }
    }

    @Test
    void missedPongIsReportedWhenItsTimeIsOver() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 300, 1).open()) {
            wire.after(1_050);
            assertThat(wire.sent()).hasSize(1);
            assertThat(wire.after(300).seen().events()).containsExactly("opened");
            assertThat(wire.after(100).seen().events()).containsExactly("opened", "missed 1");
        }
    }

    /** As after SIGSTOP, or a long collection of garbage: the pong has waited in the kernel. */
    @Test
    void pongThatWaitsInTheKernelWhileTheProcessSleepsIsNotMissed() {
        try (HeldWire wire = HeldWire.settings().pings(10_000, 2_000, 0).open()) {
            wire.after(10_050);
            ReceivedFrame ping = wire.sent().get(0);
            wire.asleep(60_000).wakesTo(pong(ping));
            assertThat(wire.seen().events()).containsExactly("opened", "pong");
            assertThat(wire.sent())
                    .as("one ping for all that were due meanwhile")
                    .hasSize(1);
        }
    }

    @Test
    void serverThatHasNotAnsweredWhileTheProcessSleptIsMissedOnce() {
        try (HeldWire wire = HeldWire.settings().pings(10_000, 2_000, 3).open()) {
            wire.after(10_050);
            wire.asleep(60_000).wakesTo();
            assertThat(wire.seen().events()).containsExactly("opened", "missed 1");
        }
    }

    @Test
    void pongIsLateWhenItCannotHaveComeInTime() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 300, 5).open()) {
            wire.after(1_050);
            ReceivedFrame ping = wire.sent().get(0);
            wire.after(330);
            wire.receive(pong(ping));
            assertThat(wire.seen().events()).containsExactly("opened", "missed 1", "pong");
        }
    }

    /** Else a peer that answers with pongs of its own would have every ping kept. */
    @Test
    void missedPingsAreForgottenWhenAPongShowsThatThePeerIsAlive() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 300, 5).open()) {
            wire.after(1_050);
            ReceivedFrame ping = wire.sent().get(0);
            wire.after(400);
            wire.receive(ServerFrames.hex("8a 00"));
            wire.receive(pong(ping));
            assertThat(wire.seen().events()).containsExactly("opened", "missed 1");
        }
    }

    @Test
    void wallClockThatJumpsMovesNoRoundTrip() {
        try (HeldWire wire = HeldWire.settings().pings(1_000, 500, 0).open()) {
            wire.after(1_050);
            wire.wallJumps(Duration.ofHours(-3));
            wire.after(20).receive(pong(wire.sent().get(0)));
            assertThat(wire.seen().pongs().stream().map(Pong::roundTripNanos))
                    .allMatch(nanos -> nanos <= 70_000_000L && nanos >= 20_000_000L)
                    .hasSize(1);
        }
    }

    @Test
    void nothingIsSentOrMissedAfterACloseOfOurs() {
        try (HeldWire wire = HeldWire.settings().pings(100, 50, 100).open()) {
            wire.held().close(1001, Ours.SHUTDOWN);
            wire.after(900);
            assertThat(wire.seen().events()).containsExactly("opened");
            assertThat(wire.sent())
                    .singleElement()
                    .satisfies(frame -> assertThat(frame.closeCode()).isEqualTo(1001));
            wire.after(200);
            assertThat(wire.seen().events()).containsExactly("opened", "ended shutdown null");
        }
    }
}
