package dev.websocketexporter.probe.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Hides the values in the query of a URL, which may be credentials. */
public final class QueryValues {
    private static final String HIDDEN = Secret.HIDDEN;

    /** One part between separators: a name and its value, or either of the two alone. */
    private static final Pattern PART = Pattern.compile("(?<=[?&;#])[^&;#]+");

    private QueryValues() {}

    /**
     * The same URL, or part of one, with {@code <secret>} for each value after the question mark. A part without a
     * name, or with only equals signs after the name, is hidden as a whole: it may be a token with its padding.
     */
    public static String hideIn(String url) {
        int query = firstOf(url.indexOf('?'), url.indexOf('#'));
        if (query < 0) {
            return url;
        }
        return url.substring(0, query) + PART.matcher(url.substring(query)).replaceAll(part -> hide(part.group()));
    }

    private static int firstOf(int question, int fragment) {
        return question < 0 || fragment < 0 ? Math.max(question, fragment) : Math.min(question, fragment);
    }

    private static String hide(String part) {
        int nameEnd = part.indexOf('=');
        boolean named = nameEnd >= 0 && part.substring(nameEnd).chars().anyMatch(c -> c != '=');
        return named ? part.substring(0, nameEnd + 1) + HIDDEN : HIDDEN;
    }

    /** What {@link #hideIn} hides: each value in the query of a URL, and each part without a name. */
    public static List<String> in(String url) {
        int query = url.indexOf('?');
        List<String> values = new ArrayList<>();
        if (query >= 0) {
            PART.matcher(url.substring(query)).results().forEach(part -> values.add(value(part.group())));
        }
        return values;
    }

    private static String value(String part) {
        String hidden = hide(part);
        return hidden.equals(HIDDEN) ? part : part.substring(hidden.length() - HIDDEN.length());
    }
}
