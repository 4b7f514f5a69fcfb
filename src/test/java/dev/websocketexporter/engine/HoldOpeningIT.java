package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.hold.HoldRecorder.Reported;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How connections come to be held: by the phases of a probe, and with nothing lost on the way. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldOpeningIT {
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

    private static Failure failure(HoldStage hold) {
        hold.seen().until("failed");
        hold.released();
        assertThat(hold.seen().events()).containsExactly("failed");
        return Objects.requireNonNull(hold.seen().result().failure());
    }

    private static List<Integer> sizes(HoldStage hold) {
        return hold.seen().messages().stream().map(Reported::bytes).toList();
    }

    @Test
    void messagesInThePacketOfThe101AreReceivedAfterTheOpening() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.open(hold.stage().plain(peer -> {
                byte[] head = UpgradeAnswer.to(peer.readHead()).text().getBytes(StandardCharsets.ISO_8859_1);
                peer.send(ServerFrames.concat(
                        head, ServerFrames.text("a"), ServerFrames.ping("p"), ServerFrames.binary(2), new byte[] {
                            (byte) 0x81, 3, 'c'
                        }));
                assertThat(peer.readFrame().opcode()).isEqualTo(ServerFrames.PONG);
                peer.send((byte) 'c', (byte) 'c');
                Said.farewell(peer);
            }));
            hold.seen().untilMessages(3);
            assertThat(hold.seen().events())
                    .containsExactly("opened", "message TEXT 1", "message BINARY 2", "message TEXT 3");
            assertThat(hold.seen().messages())
                    .allMatch(message -> message.tick() >= hold.seen().openedAt());
            assertThat(hold.seen().result().timings().phases()).doesNotContainKeys(Phase.CONVERSATION, Phase.CLOSE);
        }
    }

    @Test
    void messagesOfTheSubscriptionAreItsOwnAndThoseBehindItAreReceived() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Step welcome = Said.thenSend(Said.skipping(Said.expect("^welcome$"), Step.ANY_NUMBER), "subscribe");
            Said.with(hold.stage(), welcome, Said.expect("^subscribed$"));
            hold.open(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.concat(ServerFrames.text("news"), ServerFrames.text("welcome")));
                assertThat(peer.readFrame().payload()).isEqualTo(Said.utf8("subscribe"));
                peer.send(ServerFrames.concat(
                        ServerFrames.text("subscribed"),
                        ServerFrames.text("1"),
                        ServerFrames.times(3_000, ServerFrames.text("22"))));
                Said.farewell(peer);
            }));
            hold.seen().untilMessages(3_001);
            assertThat(sizes(hold)).startsWith(1, 2, 2).hasSize(3_001);
            ProbeResult result = hold.seen().result();
            assertThat(result.outcome()).isInstanceOf(Outcome.Success.class);
            assertThat(Objects.requireNonNull(result.conversation()).steps()).hasSize(2);
            assertThat(Objects.requireNonNull(result.conversation()).sent()).isEqualTo(new Traffic(1, 9));
            assertThat(result.close()).isNull();
        }
    }

    @Test
    void closeInThePacketOfTheLastStepIsAnEndAfterTheOpening() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Said.with(hold.stage(), Said.expect("^hi$"));
            hold.open(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.concat(
                        ServerFrames.text("hi"), ServerFrames.text("two"), ServerFrames.close(1013, "later")));
                peer.readFrame();
                peer.fin();
            }));
            hold.seen().endedAs("closed_by_peer", 1013);
            assertThat(hold.seen().events()).containsExactly("opened", "message TEXT 3", "ended closed_by_peer 1013");
        }
    }

    @Test
    void settleKeepsWhatComesMeanwhileAndHeartbeatAndHoldOfTheModuleAreNotPlayed() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Conversation conversation = Conversation.NONE
                    .withSettle(Duration.ofMillis(150))
                    .withSteps(List.of(Said.expect("^hi$")))
                    .with(new Heartbeat(3, Duration.ofSeconds(5), Duration.ofSeconds(5), 0))
                    .withHold(Duration.ofSeconds(30));
            hold.stage().with(hold.stage().module().with(conversation));
            hold.open(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.send(ServerFrames.concat(ServerFrames.text("hi"), ServerFrames.text("more")));
                Said.farewell(peer);
            }));
            hold.seen().untilMessages(1);
            assertThat(sizes(hold)).containsExactly(4);
            Duration took = Objects.requireNonNull(
                    hold.seen().result().timings().phases().get(Phase.CONVERSATION));
            assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
        }
    }

    @Test
    void endWhileTheConnectionSettlesIsAFailedOpening() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.stage().with(hold.stage().module().with(Conversation.NONE.withSettle(Duration.ofSeconds(5))));
            hold.begin(hold.stage().plain(peer -> {
                peer.upgrade();
                peer.sendClose(4003, "no such feed");
                peer.readFrame();
            }));
            assertThat(failure(hold).reason()).isEqualTo(Reason.CLOSED_BY_PEER);
        }
    }

    @Test
    void subscriptionGoesThroughTls() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Said.with(hold.stage(), Said.send("subscribe"), Said.expect("^ok$"));
            hold.pings(100, 2_000, 0)
                    .open(hold.stage().secure(hold.stage().world().goodTls(), peer -> {
                        peer.upgrade();
                        peer.readFrame();
                        peer.send(ServerFrames.concat(ServerFrames.text("ok"), ServerFrames.text("one")));
                        peer.sendFrame(ServerFrames.PONG, peer.readFrame().payload());
                        peer.send(ServerFrames.text("three"));
                        Said.farewell(peer);
                    }));
            hold.seen().untilMessages(2).until("pong");
            assertThat(sizes(hold)).containsExactly(3, 5);
            assertThat(Objects.requireNonNull(hold.seen().result().tls()).version())
                    .isNotNull();
        }
    }

    @Test
    void connectionGoesThroughAProxyAndTls() throws Exception {
        try (HoldStage hold = new HoldStage(probes);
                HonestProxy proxy = HonestProxy.http()) {
            hold.stage().through(proxy.url(""));
            hold.open(hold.stage().secure(hold.stage().world().goodTls(), peer -> {
                peer.upgrade();
                peer.send(ServerFrames.text("through both"));
                Said.farewell(peer);
            }));
            hold.seen().untilMessages(1);
            assertThat(sizes(hold)).containsExactly(12);
            assertThat(hold.seen().result().timings().phases()).containsKeys(Phase.PROXY, Phase.TLS);
        }
    }

    @Test
    void changedCredentialsHoldAtTheNextOpening() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "before\n");
        Recording target = new Recording();
        try (HoldStage hold = new HoldStage(probes)) {
            hold.stage().credentials(new Credentials.Authorization("Bearer", new Value.InFile(token)));
            ProbeRequest request = hold.stage().plain(peer -> {
                target.upgrading().play(peer);
                Said.farewell(peer);
            });
            hold.open(request).close(1000, Ours.RELOAD);
            hold.released();
            Files.writeString(token, "after\n");
            hold.begin(request);
            hold.seen()
                    .until(() -> hold.seen().events().stream()
                                    .filter("opened"::equals)
                                    .count()
                            == 2);
        }
        assertThat(target.heads().stream().flatMap(head -> head.headers("Authorization").stream()))
                .containsExactly("Bearer before", "Bearer after");
    }

    @Test
    void failuresAreThoseOfAProbeAndOneAttemptIsMade() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.stage().with(hold.stage().module().with(new RetrySettings(3, Duration.ofMillis(10))));
            hold.begin(hold.stage().plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                peer.silence();
            }));
            assertThat(failure(hold).reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
            assertThat(hold.stage().accepted()).isEqualTo(1);
        }
        try (HoldStage hold = new HoldStage(probes)) {
            hold.begin(hold.stage().request("ws://127.0.0.1:" + hold.stage().deadPort() + "/"));
            assertThat(failure(hold).reason()).isEqualTo(Reason.CONNECTION_REFUSED);
        }
    }

    @Test
    void refusalThatTheModuleWantsIsNoConnection() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.stage().validStatusCodes(403);
            hold.begin(hold.stage().plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                peer.silence();
            }));
            assertThat(failure(hold).detail()).contains("expected: a module whose success is a 101");
        }
    }

    @Test
    void forbiddenTargetIsNeverDialled() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            hold.begin(hold.stage().policy(TargetPolicy.DEFAULT).request("ws://169.254.169.254/"));
            hold.seen().until("failed");
            assertThat(hold.seen().result().outcome()).isInstanceOf(Outcome.Forbidden.class);
            hold.released();
        }
    }

    @Test
    void budgetBoundsTheOpeningAndNotTheHold() throws Exception {
        try (HoldStage hold = new HoldStage(probes)) {
            Said.with(hold.stage(), Said.expect("never"));
            hold.begin(hold.stage().shortBudget().plain(peer -> {
                peer.upgrade();
                peer.silence();
            }));
            assertThat(failure(hold).reason()).isEqualTo(Reason.TIMEOUT);
        }
        try (HoldStage hold = new HoldStage(probes).pings(150, 2_000, 0)) {
            hold.open(hold.stage().shortBudget().plain(peer -> {
                peer.upgrade();
                for (int i = 0; i < 6; i++) {
                    peer.sendFrame(ServerFrames.PONG, peer.readFrame().payload());
                }
                Said.farewell(peer);
            }));
            hold.seen().until(() -> hold.seen().pongs().size() == 6);
        }
    }

    @Test
    void openingThatIsClosedIsGivenUpAtOnce() throws Exception {
        CountDownLatch upgraded = new CountDownLatch(1);
        try (HoldStage hold = new HoldStage(probes)) {
            Said.with(hold.stage(), Said.expect("never"));
            Held held = hold.begin(hold.stage().plain(peer -> {
                peer.upgrade();
                upgraded.countDown();
                peer.silence();
            }));
            upgraded.await();
            held.close(1001, Ours.SHUTDOWN);
            hold.seen().until("failed");
            assertThat(hold.seen().result().outcome()).isInstanceOf(Outcome.Cancelled.class);
            hold.released();
        }
        try (HoldStage hold = new HoldStage(probes)) {
            hold.begin(hold.stage().plain(Peer::silence)).close(1001, Ours.RELOAD);
            hold.seen().until("failed");
            hold.released();
        }
    }
}
