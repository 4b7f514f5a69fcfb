package dev.websocketexporter.server.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the last probes of a subject ended: eight bytes each, so that they outlive everything else that was known of them. */
public final class RecentOutcomes {
    /** So many are remembered. */
    public static final int MOST = 40;

    static final RecentOutcomes NONE = new RecentOutcomes(new int[0], new int[0]);

    /** Each start in seconds since 1970, without a sign; the newest last. */
    private final int[] starts;

    /** Each duration in microseconds; of a failure its complement, which is negative. */
    private final int[] durations;

    private RecentOutcomes(int[] starts, int[] durations) {
        this.starts = starts;
        this.durations = durations;
    }

    /**
     * How one probe ended.
     *
     * @param time its start, to the second
     * @param duration to the microsecond, at most half an hour
     */
    public record Cell(Instant time, boolean success, Duration duration) {}

    /** These and one more; the oldest leaves when there is no place. */
    RecentOutcomes plus(Instant time, boolean success, Duration duration) {
        int kept = Math.min(starts.length, MOST - 1);
        int micros = (int) Math.min(Integer.MAX_VALUE, duration.toNanos() / 1_000);
        return new RecentOutcomes(
                appended(starts, kept, (int) time.getEpochSecond()),
                appended(durations, kept, success ? micros : ~micros));
    }

    private static int[] appended(int[] values, int kept, int last) {
        int[] more = new int[kept + 1];
        System.arraycopy(values, values.length - kept, more, 0, kept);
        more[kept] = last;
        return more;
    }

    /** The last so many, the newest at the end. */
    public List<Cell> last(int most) {
        List<Cell> cells = new ArrayList<>(Math.min(most, starts.length));
        for (int i = Math.max(0, starts.length - most); i < starts.length; i++) {
            boolean success = durations[i] >= 0;
            cells.add(new Cell(
                    Instant.ofEpochSecond(Integer.toUnsignedLong(starts[i])),
                    success,
                    Duration.ofNanos((success ? durations[i] : ~durations[i]) * 1_000L)));
        }
        return cells;
    }

    /** The share of successes, from 0 to 1; there must be an outcome. */
    public double availability() {
        return (double) Arrays.stream(durations).filter(micros -> micros >= 0).count() / durations.length;
    }
}
