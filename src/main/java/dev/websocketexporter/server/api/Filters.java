package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.Standing;
import dev.websocketexporter.server.recording.WatchStanding;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client wants of a list, from its query; a filter that cannot be right is refused, never ignored. */
final class Filters {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** As many digits as fit into a long; a longer number is that of nothing. */
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}");

    private final QueryParameters parameters;

    private Filters(QueryParameters parameters) {
        this.parameters = parameters;
    }

    /** @param names of the filters that the list has */
    static Filters of(@Nullable String query, String... names) throws HttpErrorException {
        QueryParameters parameters = QueryParameters.parse(query);
        parameters.allowOnly(List.of(names));
        return new Filters(parameters);
    }

    /** A URL in full, its query too. */
    @Nullable
    Target target() throws HttpErrorException {
        String url = parameters.single("target");
        try {
            return url == null ? null : Target.parse(url);
        } catch (InvalidTargetException e) {
            throw HttpErrorException.badRequest(e);
        }
    }

    /** Any text: a module whose probes are remembered may have left the configuration. */
    @Nullable
    String module() throws HttpErrorException {
        return parameters.single("module");
    }

    /** The number of a row. */
    @Nullable
    Long key() throws HttpErrorException {
        String text = parameters.single("key");
        if (text != null && !KEY.matcher(text).matches()) {
            throw refused("key", text, "the key of a row of /api/v1/targets");
        }
        return text == null ? null : Long.valueOf(text);
    }

    /** Absent: neither of the two is asked for. */
    @Nullable
    Boolean yesOrNo(String name) throws HttpErrorException {
        String text = parameters.single(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw refused(name, text, "true or false");
        }
        return text == null ? null : text.equals("true");
    }

    /** Any text: a watch that was there may have left the configuration. */
    @Nullable
    String watch() throws HttpErrorException {
        return parameters.single("watch");
    }

    /** Absent: any. */
    @Nullable
    WatchStanding watchState() throws HttpErrorException {
        String text = parameters.single("state");
        if (text == null) {
            return null;
        }
        for (WatchStanding standing : WatchStanding.values()) {
            if (text.equals(standing.label())) {
                return standing;
            }
        }
        throw refused("state", text, "down, stale, degraded, opening or up");
    }

    /** Absent: any. */
    @Nullable
    Standing state() throws HttpErrorException {
        String text = parameters.single("state");
        if (text == null) {
            return null;
        }
        for (Standing standing : Standing.values()) {
            if (text.equals(standing.label())) {
                return standing;
            }
        }
        throw refused("state", text, "down, up or stale");
    }

    int number(String name, int fallback, int least, int most) throws HttpErrorException {
        String text = parameters.single(name);
        if (text == null) {
            return fallback;
        }
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw refused(name, text, "a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static HttpErrorException refused(String name, String text, String expected) {
        return HttpErrorException.badRequest(
                name + " \"" + Printable.masked(text) + "\" is no such filter (expected: " + expected + ")");
    }
}
