package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchThreadTest {
    private static final Ticker TICKER = Ticker.system();

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final WatchThread loop = new WatchThread(TICKER, bug -> seen.add("defect " + bug.getMessage()));

    @AfterEach
    void end() {
        loop.close();
    }

    private String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    /** Runs the task on the loop, and waits for it. */
    private void onLoop(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            task.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    @Test
    void tasksRunInTheirOrderOnOneDaemon() throws Exception {
        IntStream.range(0, 1_000)
                .forEach(i ->
                        loop.execute(() -> seen.add(i + Thread.currentThread().getName())));
        for (int i = 0; i < 1_000; i++) {
            assertThat(next()).isEqualTo(i + "watch");
        }
        onLoop(() -> seen.add("daemon " + Thread.currentThread().isDaemon()));
        assertThat(next()).isEqualTo("daemon true");
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimesAndNeverBefore() throws Exception {
        long begin = TICKER.read();
        onLoop(() -> {
            loop.alarm(() -> seen.add("late " + (TICKER.read() - begin >= 2_000_000)))
                    .setFor(begin + 2_000_000);
            loop.alarm(() -> seen.add("early")).setFor(begin + 1_000_000);
            loop.alarm(() -> seen.add("never")).setFor(begin + TimeUnit.HOURS.toNanos(1));
        });
        assertThat(List.of(next(), next())).containsExactly("early", "late true");
        assertThat(seen).isEmpty();
    }

    @Test
    void taskThatThrowsIsReportedAndTheLoopGoesOn() throws Exception {
        loop.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        onLoop(() -> seen.add("next"));
        assertThat(List.of(next(), next())).containsExactly("defect a bug", "next");
    }

    @Test
    void errorDoesNotEndTheLoopEither() throws Exception {
        loop.execute(() -> {
            throw new StackOverflowError();
        });
        onLoop(() -> seen.add("next"));
        assertThat(List.of(next(), next())).containsExactly("defect an error in a task of the watch", "next");
    }

    @Test
    void closeEndsTheThreadAlsoWhileItWaitsForAnAlarm() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        onLoop(() -> {
            loop.alarm(() -> seen.add("never")).setFor(TICKER.read() + TimeUnit.HOURS.toNanos(1));
            thread.complete(Thread.currentThread());
        });
        loop.close();
        thread.get().join(10_000);
        assertThat(thread.get().isAlive()).isFalse();
        loop.execute(() -> seen.add("after the end"));
        assertThat(seen).isEmpty();
    }

    @Test
    void watchDrainsOnItsOwnThreadAndSaysWhetherAllAreGone() {
        Watches watches = new Watches(
                (request, plan, listener) -> {
                    throw new IllegalStateException("nothing is watched");
                },
                TICKER,
                Clock.systemUTC(),
                new Random(1),
                new RecordedEvents());
        assertThat(watches.drain(Duration.ofSeconds(10))).isTrue();
        watches.close();
    }

    @Test
    void drainThatIsNotOverInTimeSaysSo() {
        // Closed, the loop runs nothing, so nobody says that all are gone.
        loop.close();
        Watches watches = new Watches(
                (request, plan, listener) -> {
                    throw new IllegalStateException("nothing is watched");
                },
                loop,
                Clock.systemUTC(),
                new Random(1),
                new RecordedEvents());
        assertThat(watches.drain(Duration.ofMillis(1))).isFalse();
    }
}
