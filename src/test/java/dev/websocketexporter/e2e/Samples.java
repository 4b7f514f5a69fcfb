package dev.websocketexporter.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of an answer in the text format. */
final class Samples {
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final String text;
    private final List<Sample> all = new ArrayList<>();

    /** One line. */
    record Sample(String name, Map<String, String> labels, double value) {
        /** The value of a label that must be there. */
        String label(String label) {
            String value = labels.get(label);
            if (value == null) {
                throw new AssertionError("no label " + label + " in " + this);
            }
            return value;
        }
    }

    private Samples(String text) {
        this.text = text;
    }

    static Samples of(String text) {
        Samples samples = new Samples(text);
        text.lines().filter(line -> !line.startsWith("#")).forEach(samples::add);
        return samples;
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (sample.group(2) != null) {
            for (Matcher label = LABEL.matcher(sample.group(2)); label.find(); ) {
                labels.put(label.group(1), unescaped(label.group(2)));
            }
        }
        all.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
    }

    private static String unescaped(String value) {
        return Pattern.compile("\\\\(.)")
                .matcher(value)
                .replaceAll(escape -> Matcher.quoteReplacement(escape.group(1).equals("n") ? "\n" : escape.group(1)));
    }

    /** In the order of the answer. */
    List<Sample> all() {
        return List.copyOf(all);
    }

    /** All of a name, in order. */
    List<Sample> named(String name) {
        return all.stream().filter(sample -> sample.name.equals(name)).toList();
    }

    /** The only one of a name. */
    Sample only(String name) {
        List<Sample> named = named(name);
        if (named.size() != 1) {
            throw new AssertionError(named.size() + " of " + name + " (expected: 1) in\n" + text);
        }
        return named.get(0);
    }

    double value(String name) {
        return only(name).value;
    }

    /** The value of the only one of a name that has this label. */
    double labelled(String name, String label, String value) {
        List<Sample> matching = named(name).stream()
                .filter(sample -> value.equals(sample.labels.get(label)))
                .toList();
        if (matching.size() != 1) {
            throw new AssertionError(
                    matching.size() + " of " + name + " with " + label + "=" + value + " (expected: 1) in\n" + text);
        }
        return matching.get(0).value;
    }

    /** {@code phase/reason}; empty when the probe did not fail. */
    String failure() {
        return named("probe_websocket_failure_info").stream()
                .map(sample -> sample.label("phase") + "/" + sample.label("reason"))
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return text;
    }
}
