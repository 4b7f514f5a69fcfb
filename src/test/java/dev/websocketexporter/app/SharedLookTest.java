package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedLookTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    /** Each look hangs until it is released; what is in force is how many have ended. */
    private SharedLook<Integer> looks(Duration patience) {
        return new SharedLook<>("looks", this::look, ended::get, System::nanoTime, patience);
    }

    private void look() {
        begun.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.incrementAndGet();
    }

    private static int answer(CompletableFuture<Integer> asked) throws Exception {
        return asked.get(20, TimeUnit.SECONDS);
    }

    @Test
    void thoseThatAskWhileALookRunsShareTheNextOne() throws Exception {
        try (SharedLook<Integer> looks = looks(LONG)) {
            CompletableFuture<Integer> first = looks.fresh();
            Conditions.await(LONG, () -> begun.get() == 1, () -> "no look");
            CompletableFuture<Integer> second = looks.fresh();
            CompletableFuture<Integer> third = looks.fresh();
            released.countDown();

            assertThat(answer(first)).isEqualTo(1);
            assertThat(answer(second)).isEqualTo(2);
            assertThat(answer(third)).isEqualTo(2);
            assertThat(begun.get()).isEqualTo(2);
        }
    }

    @Test
    void nobodyWaitsLongerThanThePatience() throws Exception {
        try (SharedLook<Integer> looks = looks(Duration.ofMillis(1))) {
            assertThat(answer(looks.fresh())).isZero();
            assertThat(answer(looks.fresh())).isZero();
            released.countDown();
        }
    }

    @Test
    void lookComesWithoutBeingAskedForAndOnceOnly() {
        released.countDown();
        try (SharedLook<Integer> looks = looks(LONG)) {
            looks.lookLater(Duration.ofMillis(200));
            looks.lookLater(Duration.ofMillis(1));
            looks.lookLater(Duration.ofMillis(1));
            Conditions.await(LONG, () -> ended.get() == 1, () -> "no look");
            looks.lookLater(Duration.ofMillis(1));
            Conditions.await(LONG, () -> ended.get() == 2, () -> "no second look");

            assertThat(begun.get()).isEqualTo(2);
        }
    }
}
