package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.ScriptedServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exporter's own lag, as the log of a probe tells it. */
@Timeout(60)
class LoopLagIT {
    private static final String LINE = "event loop lag during this probe: ";

    private final AtomicLong jump = new AtomicLong();
    private final Ticker ticker = () -> Ticker.system().read() + jump.get();

    @Test
    void blockedLoopIsToldByTheProbeThatWaitedForItAndNotByTheNextOne() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (NettyProber prober = prober();
                ScriptedServer server = ScriptedServer.plain(peer -> {
                    peer.upgrade();
                    peer.readFrame();
                    peer.sendClose(1000, "");
                    peer.fin();
                })) {
            prober.watchLoopLag(lag -> {
                blocked.countDown();
                await(goOn);
            });
            await(blocked);
            Prober.Handle waiting = prober.start(request(server.port()));
            jump.addAndGet(TimeUnit.SECONDS.toNanos(2));
            goOn.countDown();
            ProbeResult delayed = Probing.end(waiting);
            ProbeResult next = Probing.end(prober, request(server.port()));
            assertThat(lagOf(delayed)).startsWith("2").endsWith(" s (its phases may be that much too long)");
            assertThat(lagOf(next)).doesNotContain(" s (");
        }
    }

    @Test
    void loopThatDoesNotTurnIsTroubleUntilItTurnsAgain() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (NettyProber prober = prober()) {
            assertThat(prober.trouble()).as("before the loops are watched").isNull();
            prober.watchLoopLag(lag -> {
                blocked.countDown();
                await(goOn);
            });
            await(blocked);
            assertThat(prober.trouble()).isNull();
            jump.addAndGet(TimeUnit.SECONDS.toNanos(7));
            assertThat(prober.trouble())
                    .isEqualTo("an event loop has not turned for 7 s, and its probes wait (expected: less than 3 s)");
            goOn.countDown();
            Conditions.await(Duration.ofSeconds(20), () -> prober.trouble() == null, () -> "still in trouble");
        }
    }

    private static String lagOf(ProbeResult result) {
        assertThat(result.failure()).isNull();
        List<String> told = result.log().stream()
                .map(LogLine::message)
                .filter(message -> message.startsWith(LINE))
                .toList();
        assertThat(told).hasSize(1);
        return told.get(0).substring(LINE.length());
    }

    private NettyProber prober() {
        EngineSettings machine = EngineSettings.ofThisMachine("lag", ProxyEnvironment.EMPTY, ticker, Clock.systemUTC());
        return new NettyProber(new EngineSettings(
                machine.transport(),
                machine.tlsEngine(),
                1,
                machine.userAgent(),
                machine.nameServers(),
                machine.hostsFile(),
                machine.proxyEnvironment(),
                ticker,
                machine.clock()));
    }

    private static ProbeRequest request(int port) throws Exception {
        return new ProbeRequest(
                Target.parse("ws://127.0.0.1:" + port + "/"),
                ProbeModule.withDefaults("lag"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(10));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
