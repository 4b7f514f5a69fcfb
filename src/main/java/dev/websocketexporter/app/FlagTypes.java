package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.ProberLogging;
import dev.websocketexporter.server.RoutePrefix;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The types of the flags' values. Each refuses with words that say what would be right. */
final class FlagTypes {
    private FlagTypes() {}

    static final class FilePath implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            try {
                if (value.isEmpty()) {
                    throw bad(value, "is no file", "a path such as /etc/websocket_exporter/config.yml");
                }
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw bad(value, "is no path (" + e.getReason() + ")", "one of a file");
            }
        }
    }

    static final class Listen implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String value) {
            return inWordsOf(() -> ListenAddress.parse(value));
        }
    }

    static final class ExternalUrl implements ITypeConverter<URI> {
        private static final String EXPECTED = "an http:// or https:// URL such as https://example.com/websocket";

        @Override
        public URI convert(String value) {
            URI url;
            try {
                url = new URI(value);
            } catch (URISyntaxException e) {
                throw bad(value, "is no URL", EXPECTED);
            }
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null) {
                throw bad(value, "is no http URL with a host", EXPECTED);
            }
            if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
                throw bad(value, "has a query, a fragment or user info", EXPECTED);
            }
            return inWordsOf(() -> {
                RoutePrefix.of(null, url);
                return url;
            });
        }
    }

    static final class Prefix implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return inWordsOf(() -> RoutePrefix.of(value, null));
        }
    }

    static final class Seconds implements ITypeConverter<Duration> {
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,9})?");
        private static final Duration MOST = Duration.ofHours(1);

        @Override
        public Duration convert(String value) {
            Duration duration = NUMBER.matcher(value).matches()
                    ? Duration.ofNanos(
                            new java.math.BigDecimal(value).movePointRight(9).longValueExact())
                    : null;
            if (duration == null || duration.compareTo(MOST) > 0) {
                throw bad(value, "is no number of seconds from 0 to 3600", "one such as 0.5, without a unit");
            }
            return duration;
        }
    }

    static final class Interval implements ITypeConverter<Duration> {
        private static final Pattern PARTS = Pattern.compile("(?=.)([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?");
        private static final Duration MOST = Duration.ofHours(24);

        @Override
        public Duration convert(String value) {
            Duration duration = PARTS.matcher(value).matches() ? Duration.parse("PT" + value) : Duration.ZERO;
            if (duration.isZero() || duration.compareTo(MOST) > 0) {
                throw bad(value, "is no duration from 1s to 24h", "one such as 30s or 1m30s");
            }
            return duration;
        }
    }

    static final class MaxConcurrent implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 1, 100_000);
        }
    }

    static final class HistoryLimit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, 100_000);
        }
    }

    static final class LogLevel implements ITypeConverter<Level> {
        @Override
        public Level convert(String value) {
            return switch (value) {
                case "debug" -> Level.DEBUG;
                case "info" -> Level.INFO;
                case "warn" -> Level.WARN;
                case "error" -> Level.ERROR;
                default -> throw bad(value, "is no level", "debug, info, warn or error");
            };
        }
    }

    static final class Format implements ITypeConverter<LogFormat> {
        @Override
        public LogFormat convert(String value) {
            return switch (value) {
                case "logfmt" -> LogFormat.LOGFMT;
                case "json" -> LogFormat.JSON;
                default -> throw bad(value, "is no format", "logfmt or json");
            };
        }
    }

    static final class Prober implements ITypeConverter<ProberLogging> {
        @Override
        public ProberLogging convert(String value) {
            return inWordsOf(() -> ProberLogging.parse(value));
        }
    }

    private static int number(String value, int least, int most) {
        boolean digits =
                !value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw bad(value, "is out of range", "a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(value);
    }

    private static <T> T inWordsOf(java.util.function.Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static TypeConversionException bad(String value, String what, String expected) {
        return new TypeConversionException("\"" + value + "\" " + what + " (expected: " + expected + ")");
    }
}
