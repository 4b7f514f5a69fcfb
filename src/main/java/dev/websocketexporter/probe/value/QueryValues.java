package dev.websocketexporter.probe.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides the values in the query of a URL, which may be credentials. */
public final class QueryValues {
    private static final String HIDDEN = Secret.HIDDEN;

    /** One part between separators: a name and its value, or either of the two alone. */
    private static final Pattern PART = Pattern.compile("(?<=[?&;#])[^&;#]+");

    private static final String ENDS_OF_A_URL = "\"'<>\\";

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
        return url.substring(0, query)
                + PART.matcher(url.substring(query))
                        // A name may be one such as $filter, which a replacement would take for a reference to the
                        // part.
                        .replaceAll(part -> Matcher.quoteReplacement(hide(part.group())));
    }

    /**
     * A text that may have URLs in it, without the values in their queries. A question mark that is none of a URL, such as
     * that of a question, hides nothing: there must be a path before it, or a name and a value after it.
     */
    public static String hideInText(String text) {
        int mark = firstOf(text.indexOf('?'), text.indexOf('#'));
        if (mark < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        while (mark >= 0) {
            int end = urlEnd(text, mark + 1);
            String part = text.substring(mark, end);
            shown.append(text, at, mark).append(isOfAUrl(text, mark, part) ? hideIn(part) : part);
            at = end;
            mark = firstOf(text.indexOf('?', end), text.indexOf('#', end));
        }
        return shown.append(text, at, text.length()).toString();
    }

    private static boolean isOfAUrl(String text, int mark, String part) {
        int begin = mark;
        while (begin > 0 && !endsAUrl(text, begin - 1)) {
            begin--;
        }
        boolean hasPath = text.substring(begin, mark).indexOf('/') >= 0;
        boolean hasValue =
                part.indexOf('=') > 0 || part.toLowerCase(Locale.ROOT).indexOf("%3d") > 0;
        // &#38; is a character in HTML.
        return text.charAt(mark) == '?'
                ? hasPath || hasValue
                : hasValue && (hasPath || begin == mark) && (mark == 0 || text.charAt(mark - 1) != '&');
    }

    /** Some of it may be hidden already. */
    private static int urlEnd(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (text.startsWith(HIDDEN, at)) {
                at += HIDDEN.length();
            } else if (endsAUrl(text, at)) {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }

    /** JSON may write some characters of a URL as escapes, such as the ampersand. */
    private static boolean endsAUrl(String text, int at) {
        char c = text.charAt(at);
        boolean escape = c == '\\'
                && (text.startsWith("\\/", at) || text.startsWith("\\u0026", at) || text.startsWith("\\u003d", at));
        return !escape && (Character.isWhitespace(c) || ENDS_OF_A_URL.indexOf(c) >= 0);
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
