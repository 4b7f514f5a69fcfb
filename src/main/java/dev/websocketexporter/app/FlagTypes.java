package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import com.google.re2j.PatternSyntaxException;
import dev.websocketexporter.app.Flag.BadFlagException;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.RoutePrefix;
import dev.websocketexporter.server.recording.ProberLogging;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts the values of flags. A value that does not fit is refused with a message that says what is expected. */
final class FlagTypes {
    private static final String EXPECTED_URL = "an http:// or https:// URL such as https://example.com/websocket";
    private static final Duration LONGEST_OFFSET = Duration.ofHours(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

    /** Powers of 1,024 all of them, as Prometheus reads its own sizes. */
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(?:([KMG])i?)?B");

    private static final String UNITS = "KMG";

    private static final int MOST_SHARDS = 100_000;

    private FlagTypes() {}

    /**
     * The text that was given for a flag, or the flag's default.
     *
     * @param flag the flag that it belongs to
     */
    record Value(Flag flag, String text) {
        private BadFlagException refused(String what, String expected) {
            return new BadFlagException(flag.text() + ": \"" + text + "\" " + what + " (expected: " + expected + ")");
        }

        private BadFlagException refused(IllegalArgumentException why) {
            return new BadFlagException(flag.text() + ": " + why.getMessage());
        }
    }

    static Path filePath(Value value) throws BadFlagException {
        try {
            if (value.text().isEmpty()) {
                throw value.refused("is no file", "a path such as /etc/websocket_exporter/config.yml");
            }
            return Path.of(value.text());
        } catch (InvalidPathException e) {
            throw value.refused("is no path (" + e.getReason() + ")", "one of a file");
        }
    }

    static List<ListenAddress> listenAddresses(List<Value> values) throws BadFlagException {
        List<ListenAddress> addresses = new ArrayList<>();
        for (Value value : values) {
            try {
                addresses.add(ListenAddress.parse(value.text()));
            } catch (IllegalArgumentException e) {
                throw value.refused(e);
            }
        }
        return List.copyOf(addresses);
    }

    static URI externalUrl(Value value) throws BadFlagException {
        URI url;
        try {
            url = new URI(value.text());
        } catch (URISyntaxException e) {
            throw value.refused("is no URL", EXPECTED_URL);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw value.refused("is no http URL with a host", EXPECTED_URL);
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
            throw value.refused("has a query, a fragment or user info", EXPECTED_URL);
        }
        try {
            RoutePrefix.of(null, url);
            return url;
        } catch (IllegalArgumentException e) {
            throw value.refused(e);
        }
    }

    static String routePrefix(Value value) throws BadFlagException {
        try {
            return RoutePrefix.of(value.text(), null);
        } catch (IllegalArgumentException e) {
            throw value.refused(e);
        }
    }

    static Duration seconds(Value value) throws BadFlagException {
        if (Pattern.matches("[0-9]{1,4}(\\.[0-9]{1,9})?", value.text())) {
            // Not with BigDecimal: to load it takes longer than everything else about flags.
            Duration duration = Duration.parse("PT" + value.text() + "S");
            if (duration.compareTo(LONGEST_OFFSET) <= 0) {
                return duration;
            }
        }
        throw value.refused("is no number of seconds from 0 to 3600", "one such as 0.5, without a unit");
    }

    static Duration interval(Value value) throws BadFlagException {
        if (Pattern.matches("(?=.)([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?", value.text())) {
            Duration duration = Duration.parse("PT" + value.text());
            if (!duration.isZero() && duration.compareTo(LONGEST_INTERVAL) <= 0) {
                return duration;
            }
        }
        throw value.refused("is no duration from 1s to 24h", "one such as 30s or 1m30s");
    }

    static int number(Value value, int least, int most) throws BadFlagException {
        if (Pattern.matches("[0-9]{1,9}", value.text())) {
            int number = Integer.parseInt(value.text());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw value.refused("is out of range", "a whole number from " + least + " to " + most);
    }

    /** Which of the watched targets are this exporter's; absent flags: all. One of the two without the other is a mistake. */
    static Shard shard(@Nullable Value shards, @Nullable Value shard) throws BadFlagException {
        if (shards == null && shard == null) {
            return Shard.WHOLE;
        }
        if (shards == null || shard == null) {
            Flag given = shards == null ? Flag.WATCH_SHARD : Flag.WATCH_SHARDS;
            Flag other = shards == null ? Flag.WATCH_SHARDS : Flag.WATCH_SHARD;
            throw new BadFlagException(given.text() + ": given without " + other.text()
                    + " (expected: both, such as --watch.shards=3 --watch.shard=0)");
        }
        int count = number(shards, 1, MOST_SHARDS);
        return new Shard(count, number(shard, 0, count - 1));
    }

    /**
     * An amount of memory.
     *
     * @param most in bytes
     */
    static long bytes(Value value, long most) throws BadFlagException {
        Matcher parts = SIZE.matcher(value.text());
        if (parts.matches()) {
            long number = Long.parseLong(parts.group(1));
            String unit = parts.group(2);
            long bytes = number << (unit == null ? 0 : 10 * (1 + UNITS.indexOf(unit)));
            if (bytes > most) {
                throw value.refused("is more than half of the heap", "at most " + most + "B, or a larger heap by -Xmx");
            }
            return bytes;
        }
        throw value.refused("is no amount of memory", "one such as 500KiB, 16MiB or 1GiB");
    }

    /** A regular expression, which no text can make slow. */
    static com.google.re2j.Pattern pattern(Value value) throws BadFlagException {
        if (value.text().isEmpty()) {
            throw value.refused("would let nobody in", "a regular expression such as https://status\\.example\\.com");
        }
        try {
            return com.google.re2j.Pattern.compile(value.text());
        } catch (PatternSyntaxException e) {
            throw value.refused(
                    "is no regular expression (" + e.getDescription() + ")",
                    "one in RE2 syntax such as https://status\\.example\\.com");
        }
    }

    static Level logLevel(Value value) throws BadFlagException {
        return switch (value.text()) {
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARN;
            case "error" -> Level.ERROR;
            default -> throw value.refused("is no level", "debug, info, warn or error");
        };
    }

    static LogFormat logFormat(Value value) throws BadFlagException {
        return switch (value.text()) {
            case "logfmt" -> LogFormat.LOGFMT;
            case "json" -> LogFormat.JSON;
            default -> throw value.refused("is no format", "logfmt or json");
        };
    }

    static ProberLogging proberLogging(Value value) throws BadFlagException {
        try {
            return ProberLogging.parse(value.text());
        } catch (IllegalArgumentException e) {
            throw value.refused(e);
        }
    }
}
