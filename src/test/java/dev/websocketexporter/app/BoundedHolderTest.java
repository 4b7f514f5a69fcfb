package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedHolderTest {
    private static final Plan PLAN = new Plan(new Pings(Duration.ZERO, Duration.ofSeconds(1), 0), Messages.ANY, null);

    private final FakeHolder inner = new FakeHolder();
    private final BoundedHolder holder = new BoundedHolder(inner, 2, System::nanoTime, Clock.systemUTC());

    private Held hold(HoldListener listener) throws InvalidTargetException {
        return holder.hold(
                new ProbeRequest(
                        Target.parse("ws://a.example"),
                        ProbeModule.withDefaults("chat"),
                        null,
                        TargetPolicy.DEFAULT,
                        Duration.ofSeconds(1)),
                PLAN,
                listener);
    }

    @Test
    void oneMoreThanThereArePlacesIsNotDialledAndSaysWhy() throws Exception {
        hold(new Outcomes());
        hold(new Outcomes());
        Outcomes third = new Outcomes();
        Held held = hold(third);

        ProbeResult result = third.failure.get(10, TimeUnit.SECONDS);
        Failure failure = Objects.requireNonNull(result.failure());
        assertThat(failure.limit()).isEqualTo(ExporterLimit.DESCRIPTORS);
        assertThat(failure.detail())
                .isEqualTo(
                        "not dialled: the file descriptors are enough for 2 sockets of watched connections beside the probes"
                                + " (expected: a higher limit of open files, or fewer connections)");
        assertThat(inner.all()).hasSize(2);
        assertThat(held.released()).isCompleted();
        assertThat(held.dials()).as("costs nobody's turn").isFalse();
    }

    @Test
    void placeIsFreeWhenTheSocketIsGone() throws Exception {
        Held first = hold(new Outcomes());
        hold(new Outcomes());
        Outcomes refused = new Outcomes();
        hold(refused);
        refused.failure.get(10, TimeUnit.SECONDS);
        first.close(1000, HoldEnd.Ours.RELOAD);

        hold(new Outcomes());
        assertThat(inner.all()).hasSize(3);
    }

    private static final class Outcomes implements HoldListener {
        private final CompletableFuture<ProbeResult> failure = new CompletableFuture<>();

        @Override
        public void opened(ProbeResult result, long tick) {}

        @Override
        public void failed(ProbeResult result, long tick) {
            failure.complete(result);
        }

        @Override
        public void message(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick) {}

        @Override
        public void arrived(String text, long tick) {}

        @Override
        public void sent(Type type, int bytes, long tick) {}

        @Override
        public void pong(long roundTripNanos, long tick) {}

        @Override
        public void pongMissed(int inARow, long tick) {}

        @Override
        public void ended(HoldEnd end) {}
    }
}
