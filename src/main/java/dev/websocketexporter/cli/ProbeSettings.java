package dev.websocketexporter.cli;

import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.DurationType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a command that probes is to do, apart from the module's own settings: see {@link ModuleFlags}.
 *
 * @param module the name of the module
 * @param configurationFile absent: the embedded configuration
 * @param output how results are shown
 * @param count how many probes; {@link #ENDLESS}: until somebody ends them
 * @param interval from the beginning of one to that of the next
 * @param timeout the most that one may take; absent: the module says
 * @param verbosity whether the log of each probe is shown too
 */
record ProbeSettings(
        String module,
        @Nullable Path configurationFile,
        Output output,
        int count,
        Duration interval,
        @Nullable Duration timeout,
        Verbosity verbosity) {
    /** The value of {@link #count} for any number. */
    static final int ENDLESS = 0;

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** How results are shown. */
    enum Output {
        TEXT,
        JSON,
        METRICS
    }

    /** How much is shown. */
    enum Verbosity {
        USUAL,
        WITH_LOG
    }

    static ProbeSettings of(ProbeWords words) throws BadUsageException {
        String module = words.value(ProbeFlag.MODULE);
        String file = words.value(ProbeFlag.CONFIG_FILE);
        String timeout = words.value(ProbeFlag.TIMEOUT);
        String interval = words.value(ProbeFlag.INTERVAL);
        Output output = output(words);
        int count = count(words);
        if (output == Output.METRICS && count != 1) {
            throw new BadUsageException(
                    ProbeFlag.COUNT + ": metrics are those of one probe (expected: text or json with it)");
        }
        checkHttpVersion(words);
        return new ProbeSettings(
                module == null ? "websocket" : module,
                file == null ? null : path(file),
                output,
                count,
                interval == null ? Duration.ofSeconds(1) : duration(ProbeFlag.INTERVAL, interval, DurationType.ANY),
                timeout == null ? null : duration(ProbeFlag.TIMEOUT, timeout, DurationType.POSITIVE),
                words.has(ProbeFlag.VERBOSE) ? Verbosity.WITH_LOG : Verbosity.USUAL);
    }

    private static Output output(ProbeWords words) throws BadUsageException {
        String output = words.value(ProbeFlag.OUTPUT);
        if (output == null) {
            return Output.TEXT;
        }
        List<String> known = words.flags().row(ProbeFlag.OUTPUT).words();
        if (!known.contains(output)) {
            int last = known.size() - 1;
            throw new BadUsageException(ProbeFlag.OUTPUT + ": \"" + output + "\" is no format (expected: "
                    + String.join(", ", known.subList(0, last)) + " or " + known.get(last) + ")");
        }
        return Output.valueOf(output.toUpperCase(Locale.ROOT));
    }

    private static int count(ProbeWords words) throws BadUsageException {
        String count = words.value(ProbeFlag.COUNT);
        if (count == null) {
            return 1;
        }
        boolean number =
                count.length() <= 7 && !count.isEmpty() && count.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(count) > MOST) {
            throw new BadUsageException(ProbeFlag.COUNT + ": \"" + count
                    + "\" is out of range (expected: a whole number from 1 to " + MOST + ", or 0: until Ctrl-C)");
        }
        return Integer.parseInt(count);
    }

    private static void checkHttpVersion(ProbeWords words) throws BadUsageException {
        String version = words.value(ProbeFlag.HTTP_VERSION);
        if (version != null && !ProbeFlag.HTTP_VERSION.row().words().contains(version)) {
            throw new BadUsageException(ProbeFlag.HTTP_VERSION + ": \"" + version
                    + "\" is not supported (expected: "
                    + String.join(" or ", ProbeFlag.HTTP_VERSION.row().words()) + ")");
        }
    }

    private static Duration duration(ProbeFlag flag, String text, DurationType type) throws BadUsageException {
        Duration duration = parsed(flag, text, type);
        if (duration.compareTo(LONGEST) > 0) {
            throw new BadUsageException(flag + ": \"" + text + "\" is longer than a day (expected: at most 24h)");
        }
        return duration;
    }

    /** The duration that a flag was given. */
    static Duration parsed(ProbeFlag flag, String text, DurationType type) throws BadUsageException {
        try {
            return type.parse(text);
        } catch (BadValueException e) {
            throw new BadUsageException(
                    flag + ": " + e.problem() + " (" + e.hintOr("expected: " + type.expected()) + ")");
        }
    }

    private static Path path(String file) throws BadUsageException {
        try {
            if (file.isEmpty()) {
                throw new InvalidPathException(file, "empty");
            }
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new BadUsageException(ProbeFlag.CONFIG_FILE + ": \"" + file
                    + "\" is no file (expected: a path such as /etc/websocket_exporter/config.yml)");
        }
    }
}
