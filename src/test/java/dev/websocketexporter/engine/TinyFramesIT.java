package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.ServerFrames.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty peers flood frames that are as short as can be, all on one event loop: nobody else is late. */
@Timeout(120)
class TinyFramesIT {
    private static final int PEERS = 50;
    private static final int WARM_UPS = 2;
    private static final int SHARED_CORES = 4;
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofMillis(100);

    private static final TestIdentity IDENTITY =
            CertificateRecipe.leaf("flood.example").names("127.0.0.1").selfSigned();

    private static byte[] times(String frame, int times) {
        byte[] one = hex(frame);
        byte[] many = new byte[one.length * times];
        for (int i = 0; i < many.length; i++) {
            many[i] = one[i % one.length];
        }
        return many;
    }

    static Stream<Arguments> floods() {
        List<Object[]> frames = List.of(
                new Object[] {"text", "", times("8101 61", 20_000)},
                new Object[] {"empty continuations", "0100", times("0000", 30_000)},
                new Object[] {"pings", "", times("8900", 30_000)},
                new Object[] {"pongs", "", times("8a00", 30_000)});
        return frames.stream()
                .flatMap(each -> Stream.of(
                        Arguments.of("epoll", false, each[0], each[1], each[2]),
                        Arguments.of("NIO", false, each[0], each[1], each[2])));
    }

    @ParameterizedTest(name = "{0}, TLS {1}: {2}")
    @MethodSource("floods")
    void nobodyElseIsLate(String transport, boolean secure, String name, String beginning, byte[] frames)
            throws Exception {
        AtomicLong mostLag = new AtomicLong();
        AtomicLong idleLag = new AtomicLong();
        try (ScriptedServer silent = ScriptedServer.plain(Peer::silence);
                NettyProber idle = prober(Transport.nio());
                NettyProber prober = prober(transport.equals("NIO") ? Transport.nio() : Transport.epoll());
                ScriptedServer flood = secure
                        ? ScriptedServer.tls(
                                ServerTls.of(IDENTITY.serverContext()), peer -> flood(peer, beginning, frames))
                        : ScriptedServer.plain(peer -> flood(peer, beginning, frames));
                ScriptedServer healthy = ScriptedServer.plain(peer -> {
                    peer.upgrade();
                    peer.readFrame();
                    peer.sendClose(1000, "");
                    peer.fin();
                })) {
            idle.watchLoopLag(lag -> idleLag.accumulateAndGet(lag.toNanos(), Math::max));
            // A loop is sampled often only while it has a probe.
            Prober.Handle sampled = idle.start(request(silent.port(), false, BUDGET.multipliedBy(2)));
            // Else the first of them would measure how long code takes that nobody has run.
            for (int i = 0; i < WARM_UPS; i++) {
                Probing.end(prober, request(flood.port(), secure, BUDGET.dividedBy(8)));
            }
            List<Prober.Handle> flooded = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                flooded.add(prober.start(request(flood.port(), secure, BUDGET)));
            }
            List<Duration> bystanders = new ArrayList<>();
            // Not before: to start so many probes at once takes its time, too.
            assertThat(Probing.end(prober, request(healthy.port(), false, Duration.ofSeconds(10)))
                            .failure())
                    .isNull();
            prober.watchLoopLag(lag -> mostLag.accumulateAndGet(lag.toNanos(), Math::max));
            while (flooded.stream()
                    .anyMatch(each -> !each.result().toCompletableFuture().isDone())) {
                ProbeResult bystander = Probing.end(prober, request(healthy.port(), false, Duration.ofSeconds(10)));
                assertThat(bystander.failure()).isNull();
                bystanders.add(bystander.timings().total());
            }
            List<Duration> totals = new ArrayList<>();
            for (Prober.Handle each : flooded) {
                ProbeResult result = Probing.end(each);
                assertThat(result.failure().reason()).isEqualTo(Reason.TIMEOUT);
                totals.add(result.timings().total());
            }
            sampled.cancel();
            // Peers and exporter share the machine: a loop that has nothing to do is late, too, when others have its
            // core.
            Duration late = LATE.plusNanos(SHARED_CORES * idleLag.get());
            System.out.println(
                    "flood of " + name + ": " + bystanders.size() + " bystanders, lag " + mostLag.get() / 1_000
                            + " µs, of an idle loop " + idleLag.get() / 1_000 + " µs, most " + Collections.max(totals));
            assertThat(totals).allSatisfy(total -> assertThat(total).isLessThan(BUDGET.plus(late)));
            assertThat(Duration.ofNanos(mostLag.get())).isLessThan(late);
        }
    }

    private static void flood(Peer peer, String beginning, byte[] frames) throws IOException {
        peer.upgrade();
        peer.send(hex(beginning));
        try {
            while (true) {
                peer.send(frames);
            }
        } catch (IOException e) {
            return; // the client has gone, which is how this ends
        }
    }

    private static NettyProber prober(Transport transport) {
        EngineSettings machine =
                EngineSettings.ofThisMachine("tiny", ProxyEnvironment.EMPTY, Ticker.system(), Clock.systemUTC());
        return new NettyProber(new EngineSettings(
                transport,
                transport.name().equals("NIO") ? TlsEngine.JDK : TlsEngine.preferred(),
                1,
                machine.userAgent(),
                machine.nameServers(),
                machine.hostsFile(),
                machine.proxyEnvironment(),
                machine.ticker(),
                machine.clock()));
    }

    private static ProbeRequest request(int port, boolean secure, Duration budget) throws Exception {
        ProbeModule module = ProbeModule.withDefaults("m");
        if (!budget.equals(BUDGET)) {
            return new ProbeRequest(
                    Target.parse("ws://127.0.0.1:" + port + "/"), module, null, TargetPolicy.DEFAULT, budget);
        }
        return new ProbeRequest(
                Target.parse((secure ? "wss" : "ws") + "://127.0.0.1:" + port + "/"),
                module.with(Conversation.NONE.withSteps(List.of(Said.skipping(Said.expect("never"), Step.ANY_NUMBER))))
                        .with(new TlsSettings(null, null, null, null, true, TlsVersion.TLS12, TlsVersion.TLS13, false)),
                null,
                TargetPolicy.DEFAULT,
                budget);
    }
}
