package dev.websocketexporter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeldConnectionTest {
    /** Else the connection would be opening for ever, and the end of the exporter would wait for it. */
    @Test
    void bugInAPhaseIsAFailedOpeningThatIsReportedAndReleased() throws InvalidTargetException {
        EmbeddedChannel channel = new EmbeddedChannel();
        Ticker ticker = () -> 0;
        ProbeLoop loop = new ProbeLoop(channel.eventLoop(), ticker, new LoopClock(ticker));
        HoldRecorder seen = new HoldRecorder();
        HeldConnection held = new HeldConnection(
                new HoldLoop(loop, new ManualRunner(), Clock.fixed(HeldWire.EPOCH, ZoneOffset.UTC)),
                new Plan(HeldWire.NO_PINGS, Messages.ANY, null),
                seen);
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://a.test/"),
                ProbeModule.withDefaults("a"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(1));
        ProbeRun run = new ProbeRun(request, RedirectHop.first(request, null), loop, HeldWire.EPOCH);
        run.startDeadline();

        held.begin(run, opening -> {
            throw new IllegalStateException("a bug of a phase");
        });

        channel.runPendingTasks();
        assertThat(seen.events()).containsExactly("failed");
        Failure failure = Objects.requireNonNull(seen.result().failure());
        assertThat(failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(held.released()).isCompleted();
        channel.finishAndReleaseAll();
    }
}
