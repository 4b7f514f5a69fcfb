package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = 60 * SECOND;

    private final Random random = new Random(7);

    private static Backoff backoff() {
        return new Backoff(new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    /** Attempts that fail at once. */
    private List<Long> attempts(Backoff backoff, long first, int number) {
        List<Long> attempts = new ArrayList<>();
        long now = first;
        for (int i = 0; i < number; i++) {
            now = backoff.next(now, random);
            attempts.add(now);
        }
        return attempts;
    }

    @Test
    void eachWindowFollowsTheLastOneAndIsTwiceAsLongUntilTheLongest() {
        long[] begins = LongStream.of(0, 1, 3, 7, 15, 31, 63, 123, 183)
                .map(begin -> begin * SECOND)
                .toArray();
        for (int round = 0; round < 200; round++) {
            List<Long> attempts = attempts(backoff(), 0, begins.length - 1);
            for (int i = 0; i < attempts.size(); i++) {
                assertThat(attempts.get(i)).as("attempt %s", i).isBetween(begins[i], begins[i + 1] - 1);
            }
        }
    }

    @Test
    void everyPlaceOfAWindowIsAsLikelyAsTheOthers() {
        int[] quarters = new int[4];
        for (int i = 0; i < 4_000; i++) {
            quarters[(int) (backoff().next(0, random) * 4 / SECOND)]++;
        }
        assertThat(Arrays.stream(quarters).boxed())
                .allSatisfy(number -> assertThat(number).isBetween(900, 1_100));
    }

    @Test
    void longestWindowGivesOneAttemptEach() {
        List<Long> attempts = attempts(backoff(), 0, 1_006);
        assertThat(attempts.get(1_005) - attempts.get(5)).isBetween(999 * MINUTE, 1_001 * MINUTE);
    }

    /** An attempt that takes ten seconds in a window of one does not make the next ones come in a row. */
    @Test
    void attemptThatOutlastsItsWindowIsFollowedByAWholeOne() {
        Backoff backoff = backoff();
        long failed = backoff.next(0, random) + 10 * SECOND;
        assertThat(backoff.next(failed, random)).isBetween(failed, failed + 2 * SECOND - 1);
        assertThat(backoff.next(failed, random)).isBetween(failed + 2 * SECOND, failed + 6 * SECOND - 1);
    }

    @Test
    void afterAResetTheFirstWindowBeginsAtOnce() {
        Backoff backoff = backoff();
        attempts(backoff, 0, 10);
        backoff.reset();
        assertThat(backoff.next(5, random)).isBetween(5L, 5 + SECOND - 1);
    }

    @Test
    void longestThatIsNoPowerOfTheShortestIsNotExceeded() {
        Backoff backoff = new Backoff(new Reconnect(Duration.ofSeconds(3), Duration.ofSeconds(4)));
        assertThat(backoff.next(0, random)).isBetween(0L, 3 * SECOND - 1);
        assertThat(backoff.next(0, random)).isBetween(3 * SECOND, 7 * SECOND - 1);
        assertThat(backoff.next(0, random)).isBetween(7 * SECOND, 11 * SECOND - 1);
    }

    @Test
    void longestOfCenturiesDoesNotOverflow() {
        Backoff backoff = new Backoff(new Reconnect(Duration.ofDays(30_000), Duration.ofDays(30_000)));
        assertThat(backoff.next(0, random)).isNotNegative();
    }
}
