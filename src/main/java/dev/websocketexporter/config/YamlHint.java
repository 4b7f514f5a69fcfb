package dev.websocketexporter.config;

import org.jspecify.annotations.Nullable;

/** What would be right where YAML's parser only says what it has met: the mistakes that are made by hand. */
final class YamlHint {
    private YamlHint() {}

    /** Begins with a space, or is empty where there is nothing to add. */
    static String of(@Nullable String context, String problem) {
        if (problem.startsWith("mapping values are not allowed here")) {
            return " (expected: the indentation of its neighbours, a colon behind the key of the line before,"
                    + " or quotes around a text with a colon in it)";
        }
        if (problem.startsWith("found unknown escape character")) {
            return " (expected: single quotes around a text with backslashes, such as '\\d+')";
        }
        if (problem.startsWith("expected <block end>")) {
            return " (expected: the indentation of its neighbours, or quotes around the whole text)";
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return " (expected: a closing quote)";
        }
        return isOfBrackets(context)
                ? " (expected: a closing bracket, or quotes around a text with brackets in it)"
                : "";
    }

    private static boolean isOfBrackets(@Nullable String context) {
        return context != null && context.startsWith("while parsing a flow");
    }
}
