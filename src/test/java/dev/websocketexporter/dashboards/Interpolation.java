package dev.websocketexporter.dashboards;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts values in the place of variables as Grafana does for Prometheus.
 *
 * @param values by the names of the variables; a value is put in as it stands
 */
public record Interpolation(Map<String, String> values) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
    private static final Pattern SPECIAL = Pattern.compile("[$^*{}\\[\\]'+?.()|]");

    public Interpolation {
        values = Map.copyOf(values);
    }

    /** What a variable of which several values can be chosen becomes: a regular expression inside a string of PromQL. */
    public static String chosen(List<String> choice) {
        List<String> escaped = choice.stream().map(Interpolation::escape).toList();
        return escaped.size() == 1 ? escaped.get(0) : escaped.stream().collect(Collectors.joining("|", "(", ")"));
    }

    private static String escape(String value) {
        return SPECIAL.matcher(value.replace("\\", "\\\\\\\\")).replaceAll("\\\\\\\\$0");
    }

    /** Throws {@link IllegalArgumentException} for a variable that has no value. */
    public String apply(String expression) {
        return VARIABLE.matcher(expression).replaceAll(this::value);
    }

    private String value(MatchResult variable) {
        String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for $" + name);
        }
        return Matcher.quoteReplacement(value);
    }
}
