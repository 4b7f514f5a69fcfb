package dev.websocketexporter.e2e;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which metrics an expression asks for, as far as the expressions of this project go. */
final class PromQl {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern MATCHERS_OR_RANGE = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern LABELS =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+[0-9a-z]+");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\()(?![\\w:])");
    private static final Set<String> OPERATORS =
            Set.of("and", "or", "unless", "bool", "by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Pattern QUERY = Pattern.compile("printf \"((?:[^\"\\\\]|\\\\.)*)\"[^|}]*\\| query");

    private PromQl() {}

    /** The names of the metrics. */
    static Set<String> metrics(String expression) {
        String bare = STRING.matcher(expression).replaceAll("\"\"");
        for (Pattern other : new Pattern[] {COMMENT, MATCHERS_OR_RANGE, LABELS, OFFSET}) {
            bare = other.matcher(bare).replaceAll(" ");
        }
        return NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !OPERATORS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The expressions that a template of an annotation asks for. */
    static Stream<String> queries(String template) {
        return QUERY.matcher(template).results().map(query -> query.group(1).replace("%q", "\"\""));
    }
}
