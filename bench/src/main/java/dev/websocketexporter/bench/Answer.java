package dev.websocketexporter.bench;

import org.jspecify.annotations.Nullable;

/**
 * What came of one request for a probe.
 *
 * @param second when it should have been sent, in s since a start that the caller knows
 * @param scheme the target's
 * @param succeeded whether the answer says that the probe succeeded
 * @param latencyMillis from when it should have been sent to the answer, as the client sees it
 * @param reportedMillis {@code probe_duration_seconds}, in ms; NaN: the answer does not have it
 */
record Answer(double second, Scheme scheme, boolean succeeded, double latencyMillis, double reportedMillis) {
    private static final String SUCCEEDED = "\nprobe_success 1";
    private static final String DURATION = "\nprobe_duration_seconds ";
    private static final double MILLIS_PER_SECOND = 1e3;

    /** @param metrics absent: no answer came */
    static Answer of(double second, Scheme scheme, double latencyMillis, @Nullable String metrics) {
        if (metrics == null) {
            return new Answer(second, scheme, false, latencyMillis, Double.NaN);
        }
        return new Answer(second, scheme, metrics.contains(SUCCEEDED), latencyMillis, reportedMillis(metrics));
    }

    private static double reportedMillis(String metrics) {
        int line = metrics.indexOf(DURATION);
        if (line < 0) {
            return Double.NaN;
        }
        int from = line + DURATION.length();
        int to = metrics.indexOf('\n', from);
        return Double.parseDouble(metrics.substring(from, to < 0 ? metrics.length() : to)) * MILLIS_PER_SECOND;
    }
}
