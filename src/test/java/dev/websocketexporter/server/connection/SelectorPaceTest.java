package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SelectorPaceTest {
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMillis(3).toNanos());
    private final SelectorPace pace = new SelectorPace(nanos::get);

    @Test
    void workAtAStretchIsAdmittedUntilItTakesTooLong() {
        work(Duration.ofMillis(2));
        work(Duration.ofMillis(2));
        assertThat(pace.admits()).isTrue();

        work(Duration.ofMillis(6));

        assertThat(pace.admits()).isFalse();
    }

    @Test
    void restMakesUpForTheSameTimeOfWork() {
        work(Duration.ofMillis(50));
        rest(Duration.ofMillis(40));
        assertThat(pace.admits()).isFalse();

        rest(Duration.ofMillis(1));

        assertThat(pace.admits()).isTrue();
    }

    @Test
    void workForHalfOfTheTimeIsAlwaysAdmitted() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.admits()).isTrue();
            work(Duration.ofMillis(1));
            rest(Duration.ofMillis(1));
        }
    }

    @Test
    void restBeforeIsNotSavedUp() {
        rest(Duration.ofHours(1));
        work(Duration.ofMillis(20));

        assertThat(pace.admits()).isFalse();
    }

    private void work(Duration took) {
        long begun = pace.begun();
        nanos.addAndGet(took.toNanos());
        pace.ended(begun);
    }

    private void rest(Duration took) {
        nanos.addAndGet(took.toNanos());
    }
}
