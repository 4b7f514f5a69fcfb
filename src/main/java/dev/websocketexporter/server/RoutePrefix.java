package dev.websocketexporter.server;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The path under which all routes are: empty, or a path with a leading slash and without a trailing one. */
public final class RoutePrefix {
    private static final Pattern ALLOWED = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    private RoutePrefix() {}

    /**
     * The prefix from the two flags that decide it.
     *
     * @param given the value of {@code --web.route-prefix}; absent: the path of the external URL
     * @param externalUrl the value of {@code --web.external-url}
     * @throws IllegalArgumentException with one line that says what is wrong and what would be right
     */
    public static String of(@Nullable String given, @Nullable URI externalUrl) {
        if (given != null) {
            return normalised(given);
        }
        return externalUrl == null ? "" : pathOf(externalUrl);
    }

    /** The path of the external URL, in the form of a prefix. */
    static String pathOf(URI externalUrl) {
        String path = externalUrl.getRawPath();
        return path == null ? "" : normalised(path);
    }

    static String normalised(String path) {
        String prefix = path.startsWith("/") || path.isEmpty() ? path : "/" + path;
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (!ALLOWED.matcher(prefix).matches()) {
            throw new IllegalArgumentException("\"" + path + "\" is not a route prefix"
                    + " (expected: a path such as /websocket, of letters, digits, dots, hyphens, underscores, tildes)");
        }
        return prefix;
    }
}
