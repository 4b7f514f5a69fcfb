package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes use what is kept of earlier ones, and no longer than they may. */
@Timeout(60)
class VerificationCacheIT {
    private static final String KEPT = "the same was presented and examined before, at 2026-11-21T10:00:0";

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theSameChainIsExaminedOnceAnHourAndWhenTheRootsChange(TlsEngine engine) throws Exception {
        try (GridWorld world = new GridWorld(directory);
                Stage stage = new Stage(world);
                NettyProber prober = prober(world, engine)) {
            ProbeRequest request = stage.secure(world.goodTls(), Peer::upgrade);

            assertThat(log(prober, request)).doesNotContain(KEPT);
            clock.now = clock.now.plusSeconds(1);
            assertThat(log(prober, request)).contains(KEPT + "0Z");
            Files.writeString(
                    world.rootFile(), "# another content\n" + world.root().certificatePem());
            clock.now = clock.now.plusSeconds(1);
            assertThat(log(prober, request)).doesNotContain(KEPT);
            clock.now = clock.now.plusSeconds(1);
            assertThat(log(prober, request)).contains(KEPT + "2Z");
            clock.now = clock.now.plusSeconds(3599);
            assertThat(log(prober, request)).doesNotContain(KEPT);
        }
    }

    private NettyProber prober(GridWorld world, TlsEngine engine) {
        EngineSettings usual = world.settings(Transport.preferred(), engine);
        return new NettyProber(new EngineSettings(
                usual.transport(),
                engine,
                1,
                usual.userAgent(),
                usual.nameServers(),
                usual.hostsFile(),
                usual.proxyEnvironment(),
                usual.ticker(),
                clock));
    }

    private static String log(NettyProber prober, ProbeRequest request) {
        ProbeResult result = Probing.end(prober, request);
        assertThat(result.failure()).as("%s", result.log()).isNull();
        return result.log().toString();
    }

    /** Moves by hand. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
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
}
