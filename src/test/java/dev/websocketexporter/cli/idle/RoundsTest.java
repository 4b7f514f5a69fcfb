package dev.websocketexporter.cli.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A round whose connections never open. */
@Timeout(20)
class RoundsTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void roundThatNobodyFollowsAnyMoreEndsPolitely() throws Exception {
        Leaver leaver = new Leaver();
        Rounds rounds = new Rounds((request, plan, listener) -> new Unopened(), Ticker.system(), leaver);
        Duration length = Duration.ofMinutes(30);
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://a.example"),
                ProbeModule.withDefaults("chat"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(1));
        IdleVerdict verdict = rounds.hold(List.of(rounds.silent(length, Asking.byNothing())), request, null);
        assertThat(verdict).isInstanceOf(Unknown.class);
        assertThat(rounds.isInterrupted()).isTrue();
        assertThat(leaver.looks).isEqualTo(2);
        assertThat(closed).containsExactly("1001 SHUTDOWN");
    }

    /** Looks twice. */
    private static final class Leaver implements Watcher {
        private int looks;

        @Override
        public void follow(Duration elapsed, List<IdleConnection> connections, @Nullable Duration pinged) {
            looks++;
        }

        @Override
        public boolean isGone() {
            return looks == 2;
        }
    }

    private final class Unopened implements Holder.Held {
        @Override
        public void send(String text) {}

        @Override
        public void await(@Nullable String text) {}

        @Override
        public void close(int code, Ours why) {
            closed.add(code + " " + why);
        }

        @Override
        public long unwrittenBytes() {
            return 0;
        }

        @Override
        public CompletionStage<Void> released() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
