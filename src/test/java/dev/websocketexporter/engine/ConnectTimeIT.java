package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.FullBacklog;
import dev.websocketexporter.testkit.Peer;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose clock the time of the phase connect is from. */
@Timeout(60)
class ConnectTimeIT {
    private static final Duration STEP = Duration.ofMillis(10);

    @TempDir
    private Path directory;

    private GridWorld world;

    @BeforeEach
    void start() throws IOException {
        assumeThat(Epoll.isAvailable()).as("native epoll loads here").isTrue();
        world = new GridWorld(directory);
    }

    @AfterEach
    void stop() {
        if (world != null) {
            world.close();
        }
    }

    /** A ticker that knows round figures only; what is not round was measured by somebody else. */
    @Test
    void connectTimeIsTheKernelsRoundTrip() throws Exception {
        AtomicLong now = new AtomicLong();
        try (NettyProber prober = prober(() -> now.addAndGet(STEP.toNanos()));
                Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(prober, stage.plain(Peer::upgrade));
            assertThat(result.timings().phases().get(Phase.CONNECT).toNanos() % STEP.toNanos())
                    .as("the kernel's part of the phase; log %s", result.log())
                    .isPositive();
            assertThat(result.timings().phases().get(Phase.UPGRADE).toNanos() % STEP.toNanos())
                    .isZero();
        }
    }

    /** The kernel's round trip is that of the second SYN alone: a microsecond, when users wait for a second. */
    @Test
    void synThatWasSentAgainIsMeasuredByTheClock() throws Exception {
        try (NettyProber prober = prober(Ticker.system());
                FullBacklog full = new FullBacklog();
                Stage stage = new Stage(world)) {
            ProbeRequest request = stage.request("ws://127.0.0.1:" + full.port() + "/");
            Prober.Handle running = prober.start(request);
            Conditions.await(Duration.ofSeconds(5), () -> hanging(full) == 2, () -> hanging(full) + " SYNs hang");
            full.takeOneMore();
            ProbeResult result = Probing.end(running);
            assertThat(result.timings().phases()).containsKey(Phase.UPGRADE);
            assertThat(result.timings().phases().get(Phase.CONNECT))
                    .as("log %s", result.log())
                    .isGreaterThan(Duration.ofMillis(900));
        }
    }

    private static long hanging(FullBacklog full) {
        try {
            return full.hanging();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void timeoutNamesTheAddressAsEverythingElseDoes() throws Exception {
        try (NettyProber prober = prober(Ticker.system());
                Stage stage = new Stage(world).shortBudget()) {
            ProbeRequest request = stage.hangingConnect();
            ProbeResult result = Probing.end(prober, request);
            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().detail())
                    .endsWith("waiting for the TCP connection to 127.0.0.1:"
                            + request.target().port());
            assertThat(result.log()).extracting(LogLine::message).anyMatch(line -> line.contains("timeout"));
        }
    }

    private NettyProber prober(Ticker ticker) {
        EngineSettings usual = world.settings(Transport.epoll(), TlsEngine.JDK);
        return new NettyProber(new EngineSettings(
                usual.transport(),
                usual.tlsEngine(),
                usual.eventLoops(),
                usual.userAgent(),
                usual.nameServers(),
                usual.hostsFile(),
                usual.proxyEnvironment(),
                ticker,
                Clock.systemUTC()));
    }
}
