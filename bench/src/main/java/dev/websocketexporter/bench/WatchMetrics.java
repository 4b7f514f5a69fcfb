package dev.websocketexporter.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /watch} says at one moment. */
final class WatchMetrics {
    private final String text;

    private WatchMetrics(String text) {
        this.text = text;
    }

    /** Of the exporter on that port. */
    static WatchMetrics of(int port) {
        return parse(StartUps.get(port, "/watch"));
    }

    static WatchMetrics parse(String text) {
        return new WatchMetrics(text);
    }

    /** The sum of all series whose name and labels match; 0: there are none. */
    double sum(String pattern) {
        Matcher series = Pattern.compile("(?m)^" + pattern + " (\\S+)$").matcher(text);
        double sum = 0;
        while (series.find()) {
            sum += Double.parseDouble(series.group(1));
        }
        return sum;
    }
}
