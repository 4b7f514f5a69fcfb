package dev.websocketexporter.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How late the exporter says that its event loops ran. */
final class LagHistogram {
    private static final Pattern BUCKET =
            Pattern.compile("(?m)^websocket_exporter_event_loop_lag_seconds_bucket\\{le=\"([^\"]+)\",?} (\\S+)$");
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Upper bound in seconds to the number of samples up to it. */
    private final TreeMap<Double, Double> cumulative;

    private LagHistogram(TreeMap<Double, Double> cumulative) {
        this.cumulative = cumulative;
    }

    /** What the exporter on that port says now. */
    static LagHistogram of(int port) {
        return parse(StartUps.get(port, "/metrics"));
    }

    static LagHistogram parse(String metrics) {
        TreeMap<Double, Double> cumulative = new TreeMap<>();
        Matcher bucket = BUCKET.matcher(metrics);
        while (bucket.find()) {
            String bound = bucket.group(1);
            cumulative.put(
                    bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                    Double.valueOf(bucket.group(2)));
        }
        return new LagHistogram(cumulative);
    }

    /** The samples that came after an earlier reading. */
    LagHistogram since(LagHistogram earlier) {
        TreeMap<Double, Double> difference = new TreeMap<>(cumulative);
        earlier.cumulative.forEach((bound, count) -> difference.merge(bound, -count, Double::sum));
        return new LagHistogram(difference);
    }

    long count() {
        return cumulative.isEmpty() ? 0 : Math.round(cumulative.lastEntry().getValue());
    }

    /** The bound of the bucket that the quantile is in, in words. */
    String quantile(double q) {
        double millis = millis(q);
        if (Double.isNaN(millis)) {
            return "?";
        }
        return Double.isInfinite(millis)
                ? "more than " + inWords(MILLIS_PER_SECOND * cumulative.lowerKey(Double.POSITIVE_INFINITY))
                : inWords(millis);
    }

    /** The bound of the bucket that the quantile is in, in ms; infinite: beyond the last bound; not a number: no sample. */
    double millis(double q) {
        double rank = q * count();
        for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
            if (bucket.getValue() >= rank && rank > 0) {
                return MILLIS_PER_SECOND * bucket.getKey();
            }
        }
        return Double.NaN;
    }

    private static String inWords(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}
