package dev.websocketexporter.server.handlers;

import dev.websocketexporter.server.http.HttpErrorException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a probe may take: the scrape timeout less the offset, and the module's timeout if that is smaller. */
final class TimeBudget {
    static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

    /** Without a scrape timeout and without a timeout of the module. */
    static final Duration DEFAULT = Duration.ofSeconds(10);

    /** No client waits longer; the limit keeps every sum of durations within the range of its type. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern NUMBER = Pattern.compile("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final int LONGEST_NUMBER = 64;

    private TimeBudget() {}

    /**
     * The scrape timeout that the client announced.
     *
     * @param headers the values of {@value #HEADER}
     * @return absent: the client announced none
     */
    static @Nullable Duration scrapeTimeout(List<String> headers) throws HttpErrorException {
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1) {
            throw HttpErrorException.badRequest(
                    HEADER + " is given " + headers.size() + " times (expected: once, a positive number of seconds)");
        }
        String text = headers.get(0).trim();
        if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
            throw notPositive(text);
        }
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.signum() <= 0 || Double.isInfinite(seconds.doubleValue())) {
            throw notPositive(text);
        }
        if (seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) >= 0) {
            return LONGEST;
        }
        long nanos = seconds.movePointRight(9).longValue();
        return Duration.ofNanos(Math.max(1, nanos));
    }

    /**
     * The time budget of a probe; positive.
     *
     * @param scrapeTimeout absent: none was announced
     * @param offset taken off the scrape timeout, unless nothing would be left
     * @param moduleTimeout absent: the module has none
     */
    static Duration of(@Nullable Duration scrapeTimeout, Duration offset, @Nullable Duration moduleTimeout) {
        if (scrapeTimeout == null) {
            return moduleTimeout == null ? DEFAULT : moduleTimeout;
        }
        Duration left = scrapeTimeout.minus(offset);
        Duration scrape = left.isZero() || left.isNegative() ? scrapeTimeout : left;
        return moduleTimeout != null && moduleTimeout.compareTo(scrape) < 0 ? moduleTimeout : scrape;
    }

    private static HttpErrorException notPositive(String text) {
        String shown = text.length() <= 32 ? text : text.substring(0, 32) + "…";
        return HttpErrorException.badRequest(
                HEADER + ": \"" + shown + "\" (expected: a positive, finite number of seconds such as 10 or 9.5)");
    }
}
