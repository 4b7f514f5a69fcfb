package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.ScriptedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(LeakWatch.class)
class WarmUpIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void wsAndWssAreProbedAndTheirServerIsGoneAfterwards(TlsEngine engine) throws Exception {
        try (GridWorld world = new GridWorld(directory)) {
            EngineSettings settings = world.settings(Transport.preferred(), engine);
            try (NettyProber prober = new NettyProber(settings)) {
                WarmUp warmUp = new WarmUp(prober, settings);
                // Once for nothing, so that what is opened once, and kept, is there before anything is counted.
                warmUp.run(Duration.ofSeconds(20), result -> {}, () -> {});
                ResourceWatch watch = ResourceWatch.begin();
                List<ProbeResult> results = new ArrayList<>();
                List<Integer> warmAfter = new ArrayList<>();
                int probes = warmUp.run(Duration.ofSeconds(20), results::add, () -> warmAfter.add(results.size()));
                watch.assertNothingLeft();
                assertThat(warmAfter).containsExactly(Math.min(20, probes));
                assertThat(results)
                        .hasSize(probes)
                        .allMatch(ProbeResult::successful)
                        .allSatisfy(result -> {
                            assertThat(result.conversation()).isNotNull();
                            assertThat(result.conversation().steps()).hasSize(4);
                            assertThat(result.conversation().heartbeat()).isNotNull();
                        });
                assertThat(results.stream().skip(2).filter(WarmUpIT::isSecure)).allMatch(WarmUpIT::isVerified);
                assertThat(results.stream().limit(20).filter(WarmUpIT::isSecure))
                        .extracting(result -> result.request().module().tls().serverName())
                        .doesNotHaveDuplicates();
                assertThat(results.stream().filter(WarmUpIT::isSecure)).hasSize((probes + 1) / 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void warmUpForOneProbeSendsTheTargetNothingAndLeavesNothing(String scheme) throws Exception {
        try (GridWorld world = new GridWorld(directory);
                ScriptedServer target = ScriptedServer.plain(Peer::upgrade)) {
            EngineSettings settings = world.settings(Transport.preferred(), TlsEngine.preferred());
            ProbeRequest next = new ProbeRequest(
                    Target.parse(scheme + "://127.0.0.1:" + target.port() + "/"),
                    ProbeModule.withDefaults("next"),
                    null,
                    TargetPolicy.DEFAULT,
                    Duration.ofSeconds(5));
            try (NettyProber prober = new NettyProber(settings)) {
                WarmUp warmUp = new WarmUp(prober, settings);
                warmUp.before(next);
                ResourceWatch watch = ResourceWatch.begin();
                warmUp.before(next);
                watch.assertNothingLeft();
                assertThat(target.accepted()).isZero();
            }
        }
    }

    private static boolean isSecure(ProbeResult result) {
        return result.request().target().secure();
    }

    private static boolean isVerified(ProbeResult result) {
        TlsReport tls = result.tls();
        ChainReport chain = tls == null ? null : tls.chain();
        return chain != null && chain.verified();
    }

    /** Each look at the clock takes a tenth of the time that there is. */
    @Test
    void endsWhenItsTimeIsOver() throws Exception {
        try (GridWorld world = new GridWorld(directory)) {
            EngineSettings usual = world.settings(Transport.preferred(), TlsEngine.preferred());
            Duration atMost = Duration.ofSeconds(1);
            AtomicLong now = new AtomicLong();
            AtomicLong warm = new AtomicLong();
            EngineSettings settings = new EngineSettings(
                    usual.transport(),
                    usual.tlsEngine(),
                    usual.eventLoops(),
                    usual.userAgent(),
                    usual.nameServers(),
                    usual.hostsFile(),
                    usual.proxyEnvironment(),
                    () -> now.addAndGet(atMost.dividedBy(10).toNanos()),
                    usual.clock());
            try (NettyProber prober = new NettyProber(usual)) {
                assertThat(new WarmUp(prober, settings).run(atMost, result -> {}, warm::incrementAndGet))
                        .isBetween(1, 10);
                assertThat(warm).hasValue(1);
            }
        }
    }

    @Test
    void slowMachineWithTimeForOneProbeWarmsTls() {
        AtomicLong skipped = new AtomicLong();
        Ticker system = Ticker.system();
        Ticker ticker = () -> system.read() + skipped.get();
        EngineSettings settings =
                EngineSettings.ofThisMachine("test", ProxyEnvironment.EMPTY, ticker, Clock.systemUTC());
        List<ProbeResult> results = new ArrayList<>();
        Duration atMost = Duration.ofSeconds(20);
        try (NettyProber prober = new NettyProber(settings)) {
            new WarmUp(prober, settings)
                    .run(
                            atMost,
                            result -> {
                                results.add(result);
                                skipped.addAndGet(atMost.toNanos());
                            },
                            () -> {});
        }

        assertThat(results).hasSize(1);
        assertThat(results.get(0).request().target().secure()).isTrue();
    }
}
