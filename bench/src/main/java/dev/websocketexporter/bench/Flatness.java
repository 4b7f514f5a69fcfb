package dev.websocketexporter.bench;

import java.util.List;
import java.util.Locale;

/**
 * Whether a figure stays what it is. The rule: a straight line is laid through all samples from a given second on, by least
 * squares; what it rises by until the last sample is the growth, which must be less than a limit. So a single high sample is
 * no growth, and neither is what comes before that second, but a leak is, however noisy the figure.
 *
 * @param what is measured, as the report shows it
 * @param from in s; earlier samples do not count
 * @param limit of the growth, in the unit of the samples, or as a part of the line's beginning
 * @param isPart whether the limit is a part
 */
record Flatness(String what, double from, double limit, boolean isPart) {
    /**
     * A measurement.
     *
     * @param second since the beginning
     */
    record Sample(double second, double value) {}

    /**
     * What the line says.
     *
     * @param atFirst its value at the first sample that counts
     * @param growth what it rises by until the last one; negative: it falls
     */
    record Line(double atFirst, double growth) {}

    static Flatness byPart(String what, double from, double limit) {
        return new Flatness(what, from, limit, true);
    }

    static Flatness byNumber(String what, double from, double limit) {
        return new Flatness(what, from, limit, false);
    }

    Line line(List<Sample> samples) {
        List<Sample> counting =
                samples.stream().filter(sample -> sample.second() >= from).toList();
        if (counting.size() < 3) {
            throw new IllegalArgumentException(
                    what + ": " + counting.size() + " samples from second " + from + " on (expected: 3 or more)");
        }
        double meanSecond =
                counting.stream().mapToDouble(Sample::second).average().orElseThrow();
        double meanValue =
                counting.stream().mapToDouble(Sample::value).average().orElseThrow();
        double covariance = counting.stream()
                .mapToDouble(sample -> (sample.second() - meanSecond) * (sample.value() - meanValue))
                .sum();
        double variance = counting.stream()
                .mapToDouble(sample -> Math.pow(sample.second() - meanSecond, 2))
                .sum();
        double slope = covariance / variance;
        double first = counting.get(0).second();
        double last = counting.get(counting.size() - 1).second();
        return new Line(meanValue + slope * (first - meanSecond), slope * (last - first));
    }

    boolean holds(List<Sample> samples) {
        Line line = line(samples);
        return line.growth() < (isPart ? limit * line.atFirst() : limit);
    }

    /** A sentence for the report. */
    String words(List<Sample> samples) {
        Line line = line(samples);
        String grew = isPart
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * line.growth() / line.atFirst())
                : String.format(Locale.ROOT, "%+.1f", line.growth());
        String most =
                isPart ? String.format(Locale.ROOT, "%.0f %%", 100 * limit) : String.format(Locale.ROOT, "%.0f", limit);
        return String.format(
                Locale.ROOT, "%s: %.1f, and %s until the end (must be less than %s)", what, line.atFirst(), grew, most);
    }
}
