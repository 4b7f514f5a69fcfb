package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.hold.HoldRecorder;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.testkit.Conditions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the exporter's own pauses do to held connections: nothing. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class HoldStallIT {
    private static final Pings PINGS = new Pings(Duration.ofMillis(200), Duration.ofMillis(800), 0);

    @TempDir
    private Path directory;

    @Test
    void pongsThatCameWhileTheEventLoopStoodStillAreRead() throws Exception {
        try (GridProbes probes = GridProbes.open(directory);
                Stage stage = probes.stage()) {
            List<HoldRecorder> seen = new ArrayList<>();
            List<Held> held = new ArrayList<>();
            CountDownLatch stalled = new CountDownLatch(1);
            for (int i = 0; i < 20; i++) {
                // One of them stops its event loop as soon as its first pong has come, when others wait for theirs.
                boolean stalls = i < 2;
                HoldRecorder recorder = new HoldRecorder() {
                    @Override
                    public void pong(long roundTripNanos, long tick) {
                        super.pong(roundTripNanos, tick);
                        if (stalls && pongs().size() == 1) {
                            Conditions.await(Duration.ofSeconds(5), after(2_500), () -> "never");
                            stalled.countDown();
                        }
                    }
                };
                seen.add(recorder);
                held.add(probes.prober()
                        .hold(
                                stage.plain(peer -> {
                                    peer.upgrade();
                                    while (true) {
                                        peer.sendFrame(
                                                ServerFrames.PONG,
                                                peer.readFrame().payload());
                                    }
                                }),
                                new Plan(PINGS, Messages.ANY, null),
                                recorder));
                recorder.until("opened");
            }
            stalled.await();
            seen.forEach(recorder -> {
                int before = recorder.pongs().size();
                recorder.until(() -> recorder.pongs().size() > before + 2);
                assertThat(recorder.events()).containsOnly("opened", "pong");
            });
            held.forEach(each -> each.close(1000, Ours.SHUTDOWN));
            for (Held each : held) {
                each.released().toCompletableFuture().join();
            }
        }
    }

    private static BooleanSupplier after(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        return () -> System.nanoTime() - end > 0;
    }

    @Test
    @SuppressWarnings("try") // that the prober ends is what it is about
    void exporterThatEndsDropsNothing() throws Exception {
        GridWorld world = new GridWorld(directory);
        HoldRecorder seen = new HoldRecorder();
        try (Stage stage = new Stage(world);
                NettyProber prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()))) {
            Held held = prober.hold(
                    stage.plain(peer -> {
                        peer.upgrade();
                        peer.silence();
                    }),
                    new Plan(HoldStage.NO_PINGS, Messages.ANY, null),
                    seen);
            seen.until("opened");
            prober.close();
            assertThat(seen.endedAs("shutdown", null).cause().isDrop()).isFalse();
            held.released().toCompletableFuture().join();
            held.send("too late");
            held.close(1000, Ours.SHUTDOWN);
        }
        world.close();
    }
}
