package dev.websocketexporter.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What several rounds gave: the middle one, and how far the others are from it. */
final class Spread {
    private final Quantiles values;

    private Spread(Quantiles values) {
        this.values = values;
    }

    /** A figure of one contestant. */
    static Spread of(List<Sample> samples, String contestant, ToDoubleFunction<Sample> figure) {
        return new Spread(Quantiles.of(samples.stream()
                .filter(sample -> sample.contestant().equals(contestant))
                .mapToDouble(figure)
                .toArray()));
    }

    /** A figure of one contestant, divided by another's in the same round. */
    static Spread ofRatio(List<Sample> samples, String contestant, String peer, ToDoubleFunction<Sample> figure) {
        return new Spread(Quantiles.of(samples.stream()
                .filter(sample -> sample.contestant().equals(contestant))
                .flatMapToDouble(own -> samples.stream()
                        .filter(other -> other.round() == own.round()
                                && other.contestant().equals(peer))
                        .mapToDouble(other -> figure.applyAsDouble(own) / figure.applyAsDouble(other)))
                .toArray()));
    }

    static Spread of(double... figures) {
        return new Spread(Quantiles.of(figures));
    }

    boolean isEmpty() {
        return values.count() == 0;
    }

    double median() {
        return values.median();
    }

    /** The median alone. */
    String middle(int decimals) {
        return isEmpty() ? "" : number(values.median(), decimals);
    }

    /** Median, and in brackets the least and the most. */
    String text(int decimals) {
        return isEmpty()
                ? ""
                : middle(decimals) + " (" + number(values.min(), decimals) + "–" + number(values.max(), decimals) + ")";
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
