package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What each phase learns and how long it takes, whatever the others do. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class PhaseFactsIT {
    private static final Script POLITE = peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    };

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        probe(prober, stage -> stage.secure(world.goodTls(), POLITE));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    @Test
    void nameServerThatIsSilentForOneFamilyDelaysTheLookupAndNothingElse() throws Exception {
        ProbeResult result = probe(prober, stage -> {
            ProbeRequest named = stage.insecureSkipVerify().secure(world.goodTls(), POLITE);
            return stage.preferring(IpProtocol.IP4)
                    .request("wss://half.test:" + named.target().port() + "/");
        });
        assertSuccess(result);
        assertThat(phase(result, Phase.RESOLVE)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        assertThat(phase(result, Phase.TLS)).isLessThan(Duration.ofMillis(500));
        assertThat(phase(result, Phase.UPGRADE)).isLessThan(Duration.ofMillis(500));
        assertThat(result.timings().overhead()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void failedLookupHasItsTime() throws Exception {
        ProbeResult failed = probe(prober, stage -> stage.request("ws://no-such-name.test/"));
        assertThat(failed.lookupTime()).isEqualTo(phase(failed, Phase.RESOLVE)).isPositive();
        ProbeResult late = probe(prober, stage -> stage.shortBudget().request("ws://silent.test/"));
        assertThat(late.lookupTime()).isGreaterThan(Stage.SHORT.dividedBy(2));
    }

    @Test
    void closeInThePacketOfThe101IsKept() throws Exception {
        ProbeResult result = probe(
                prober,
                stage -> stage.plain(peer -> {
                    String close = "\u0088\u0002\u0003\u00f4";
                    peer.send(UpgradeAnswer.to(peer.readHead()).text() + close);
                    peer.readFrame();
                    peer.fin();
                }));
        assertSuccess(result);
        assertThat(result.close()).isEqualTo(new CloseReport(1012, null, true).closedByServer());
    }

    @Test
    void upgradeThatIsNotWantedIsStillClosedPolitely() throws Exception {
        Queue<ReceivedFrame> frames = new ConcurrentLinkedQueue<>();
        ProbeResult result = probe(
                prober,
                stage -> stage.validStatusCodes(401).plain(peer -> {
                    peer.upgrade();
                    frames.add(peer.readFrame());
                    peer.sendClose(1000, "");
                    peer.fin();
                }));
        assertReason(result, Reason.UNEXPECTED_STATUS);
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().upgraded()).isTrue();
        assertThat(frames).singleElement().satisfies(close -> {
            assertThat(close.isClose()).isTrue();
            assertThat(close.masked()).isTrue();
            assertThat(close.closeCode()).isEqualTo(1000);
        });
    }

    @Test
    void certificateIsJudgedOffTheLoop() throws Exception {
        EngineSettings usual = world.settings(Transport.preferred(), TlsEngine.preferred());
        Set<String> threads = ConcurrentHashMap.newKeySet();
        EngineSettings watched = new EngineSettings(
                usual.transport(),
                usual.tlsEngine(),
                usual.eventLoops(),
                usual.userAgent(),
                usual.nameServers(),
                usual.hostsFile(),
                usual.proxyEnvironment(),
                usual.ticker(),
                new NotingClock(threads));
        try (NettyProber noted = new NettyProber(watched)) {
            assertSuccess(probe(noted, stage -> stage.secure(world.goodTls(), POLITE)));
        }
        threads.remove(Thread.currentThread().getName());
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("cryptography"));
    }

    /** Notes who asks for the date, which the judgement of a certificate does. */
    private static final class NotingClock extends Clock {
        private final Set<String> threads;

        NotingClock(Set<String> threads) {
            this.threads = threads;
        }

        @Override
        public Instant instant() {
            threads.add(Thread.currentThread().getName());
            return Clock.systemUTC().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void firstBytesOfWhatIsNotTlsAreInTheLog() throws Exception {
        ProbeResult result = probe(
                prober,
                stage -> stage.insecureAsSecure(peer -> {
                    peer.send("SSH-2.0-OpenSSH_9.2p1\r\n");
                    peer.fin();
                }));
        assertReason(result, Reason.NOT_TLS);
        assertThat(result.log().toString()).contains("something that is not TLS: \"SSH-2.0-OpenSSH_9.2p1\\r\\n\"");
    }

    @Test
    void badChainIsKnownWithVersionAndCipher() throws Exception {
        ProbeResult result = probe(prober, stage -> {
            ProbeRequest good = stage.secure(world.goodTls(), POLITE);
            return stage.request("wss://127.0.0.1:" + good.target().port() + "/");
        });
        assertReason(result, Reason.HOSTNAME_MISMATCH);
        assertThat(result.tls()).isNotNull();
        assertThat(result.tls().version()).isEqualTo(TlsVersion.TLS13);
        assertThat(result.tls().cipher()).startsWith("TLS_");
        assertThat(result.tls().chain()).isNotNull();
        assertThat(result.upgrade()).isNull();
    }

    @Test
    void serverThatRepeatsTheRequestTellsNoSecret() throws Exception {
        ProbeResult result = probe(prober, stage -> {
            ProbeRequest echo = stage.plain(PhaseFactsIT::repeat);
            return stage.request(echo.target() + "?t=hush");
        });
        assertReason(result, Reason.INVALID_HTTP_RESPONSE);
        assertThat(result.failure().detail()).contains("GET /?t=<secret>");
        assertThat(result.log().toString() + result.failure()).doesNotContain("hush");
    }

    private static void repeat(Peer peer) throws IOException {
        peer.send(peer.readHead().requestLine() + "\r\n\r\n");
        peer.silence();
    }

    @Test
    void floodOfExtensionsIsBounded() throws Exception {
        String names = IntStream.range(0, 1_000)
                .mapToObj(i -> "x-" + i + "-filler".repeat(2))
                .collect(Collectors.joining(", "));
        ProbeResult result = probe(
                prober,
                stage -> stage.plain(peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead())
                            .adding("Sec-WebSocket-Extensions", names)
                            .text());
                    peer.silence();
                }));
        assertReason(result, Reason.UNEXPECTED_EXTENSION);
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().extensions()).hasSizeLessThanOrEqualTo(8);
        assertThat(result.failure().detail()).hasSizeLessThan(1_000);
    }

    private static ProbeResult probe(NettyProber with, GridRow.Scene scene) throws Exception {
        try (Stage stage = new Stage(world)) {
            return Probing.end(with, scene.set(stage));
        }
    }

    private static Duration phase(ProbeResult result, Phase phase) {
        assertThat(result.timings().phases()).containsKey(phase);
        return result.timings().phases().get(phase);
    }

    private static void assertReason(ProbeResult result, Reason reason) {
        assertThat(result.failure())
                .as("%s; log %s", result.outcome(), result.log())
                .isNotNull();
        assertThat(result.failure().reason()).isEqualTo(reason);
    }

    private static void assertSuccess(ProbeResult result) {
        assertThat(result.successful())
                .as("%s; log %s", result.outcome(), result.log())
                .isTrue();
    }
}
