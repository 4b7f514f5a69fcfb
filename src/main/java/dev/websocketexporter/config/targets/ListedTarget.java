package dev.websocketexporter.config.targets;

import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.QueryValues;
import org.jspecify.annotations.Nullable;

/**
 * A target in a list. Two are equal when the same is probed, however it is written.
 *
 * @param url as it is written, query included: Prometheus has to send it, and makes the label {@code instance} of it
 * @param target what is probed
 */
public record ListedTarget(String url, Target target) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListedTarget that && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return target.hashCode();
    }

    /** For humans: without the values in the query. */
    @Override
    public String toString() {
        return QueryValues.hideIn(url);
    }
}
