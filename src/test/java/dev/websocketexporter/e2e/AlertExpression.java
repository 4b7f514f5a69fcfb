package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.PromQl;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which metrics an expression asks for, as far as the expressions of this project go. */
final class AlertExpression {
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern QUERY = Pattern.compile("printf \"((?:[^\"\\\\]|\\\\.)*)\"[^|}]*\\| query");

    private AlertExpression() {}

    /** The names of the metrics. */
    static Set<String> metrics(String expression) {
        return PromQl.read(COMMENT.matcher(expression).replaceAll("")).selectors().stream()
                .map(PromQl.Selector::metric)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The expressions that a template of an annotation asks for. */
    static Stream<String> queries(String template) {
        return QUERY.matcher(template).results().map(query -> query.group(1).replace("%q", "\"\""));
    }
}
