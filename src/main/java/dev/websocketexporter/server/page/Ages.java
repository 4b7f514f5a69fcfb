package dev.websocketexporter.server.page;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as their ages, which the script keeps true: {@code since} of {@code dom.js} makes the same. */
final class Ages {
    private Ages() {}

    /**
     * A time as its age.
     *
     * @param before the words before it; absent: none
     * @param after the words after it; absent: none
     */
    static void write(Html html, Instant time, Instant now, @Nullable String before, @Nullable String after) {
        html.element(
                "time",
                (before == null ? "" : before) + Words.age(Duration.between(time, now)) + (after == null ? "" : after),
                "datetime",
                time.toString(),
                "title",
                Words.utc(time),
                "data-before",
                before,
                "data-after",
                after);
    }
}
