package dev.websocketexporter.probe;

import java.util.regex.Pattern;

/** Hides the values in the query of a URL, which may be credentials. */
public final class QueryValues {
    /** What stands in the place of everything that must not be shown. */
    public static final String HIDDEN = "<secret>";

    private static final Pattern NAMED = Pattern.compile("([?&;][^=&;#]*=)[^&;#]+");
    private static final Pattern BARE = Pattern.compile("\\?[^=&;#]+(?=$|#)");

    private QueryValues() {}

    /** The same URL, or part of one, with {@code <secret>} for each value in its query; a query without names hides whole. */
    public static String hideIn(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String hidden = NAMED.matcher(url.substring(query)).replaceAll("$1" + HIDDEN);
        return url.substring(0, query) + BARE.matcher(hidden).replaceAll("?" + HIDDEN);
    }
}
