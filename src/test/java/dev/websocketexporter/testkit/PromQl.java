package dev.websocketexporter.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL, be it with Grafana's variables, selects and groups by: enough for the rules, and no judge of
 * types. Whether Prometheus takes an expression is proved by asking Prometheus.
 */
public final class PromQl {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|(\"(?:[^\"\\\\]|\\\\.)*\"" // a string
                    + "|\\$\\{[^}]*}|\\$\\w+" // a variable
                    + "|[a-zA-Z_:][a-zA-Z0-9_:]*" // a name
                    + "|[0-9][0-9a-zA-Z.]*(?:[eE][+-]?[0-9]+)?" // a number or a duration
                    + "|=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\\[\\],:])");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");

    private final String expression;
    private final List<String> tokens;
    private final List<Selector> selectors = new ArrayList<>();
    private final List<String> groupedBy = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final Deque<String> functions = new ArrayDeque<>();
    private int at;

    private PromQl(String expression) {
        this.expression = expression;
        this.tokens = tokens(expression);
    }

    /** Throws {@link IllegalArgumentException} when a bracket, a string or a name is not where it can be. */
    public static PromQl read(String expression) {
        PromQl result = new PromQl(expression);
        result.walk();
        return result;
    }

    /** In the order in which they stand there. */
    public List<Selector> selectors() {
        return selectors;
    }

    /** The labels of {@code by}, {@code on} and the like. */
    public List<String> groupedBy() {
        return groupedBy;
    }

    /** The variables of Grafana, without their dollar. */
    public List<String> variables() {
        return variables;
    }

    private static List<String> tokens(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (matcher.lookingAt()) {
            if (matcher.group(1) != null) {
                tokens.add(matcher.group(1));
            }
            end = matcher.end();
            matcher.region(end, expression.length());
        }
        if (end < expression.length() || tokens.isEmpty()) {
            throw new IllegalArgumentException("not PromQL from character " + end + " on: '" + expression + "'");
        }
        return tokens;
    }

    private void walk() {
        for (String token : tokens) {
            Matcher variable = Pattern.compile("\\$\\{?(\\w+)").matcher(token);
            while (variable.find()) {
                variables.add(variable.group(1));
            }
        }
        while (at < tokens.size()) {
            step(tokens.get(at));
        }
        if (!functions.isEmpty()) {
            throw new IllegalArgumentException("a parenthesis is not closed: '" + expression + "'");
        }
    }

    private void step(String token) {
        if (token.equals("(")) {
            at++;
            functions.push("");
        } else if (token.equals(")")) {
            at++;
            if (functions.poll() == null) {
                throw new IllegalArgumentException("a parenthesis too many: '" + expression + "'");
            }
        } else if (GROUPINGS.contains(token)) {
            grouping();
        } else if (Character.isLetter(token.charAt(0)) && !OPERATORS.contains(token)) {
            name(token);
        } else {
            at++;
        }
    }

    private void grouping() {
        at++;
        for (String token : upTo("(", ")")) {
            if (!token.equals(",")) {
                groupedBy.add(token);
            }
        }
    }

    private void name(String name) {
        at++;
        if (is("(")) {
            at++;
            functions.push(name);
        } else if (!is("by") && !is("without")) {
            List<LabelMatcher> matchers = is("{") ? matchers(upTo("{", "}")) : List.of();
            String range = is("[") ? String.join("", upTo("[", "]")) : "";
            String function = functions.isEmpty() ? "" : functions.element();
            selectors.add(new Selector(name, matchers, range, function));
        }
    }

    private boolean is(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }

    private List<String> upTo(String open, String close) {
        int end = tokens.subList(at, tokens.size()).indexOf(close) + at;
        if (!is(open) || end < at) {
            throw new IllegalArgumentException("no " + open + "…" + close + " where one must be: '" + expression + "'");
        }
        List<String> inner = tokens.subList(at + 1, end);
        at = end + 1;
        return inner;
    }

    private List<LabelMatcher> matchers(List<String> inner) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = 0; i + 2 < inner.size(); i += 4) {
            String quoted = inner.get(i + 2);
            matchers.add(new LabelMatcher(inner.get(i), inner.get(i + 1), quoted.substring(1, quoted.length() - 1)));
        }
        return matchers;
    }

    /**
     * One series selector.
     *
     * @param metric its name
     * @param range what stands in its brackets; empty without them
     * @param function whose argument it is, as it stands; empty without
     */
    public record Selector(String metric, List<LabelMatcher> matchers, String range, String function) {}

    /** One condition of a selector, such as {@code job=~"$job"}. */
    public record LabelMatcher(String label, String operator, String value) {}
}
