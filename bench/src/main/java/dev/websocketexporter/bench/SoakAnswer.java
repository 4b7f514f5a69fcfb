package dev.websocketexporter.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an exporter says of a probe, in a word. */
final class SoakAnswer {
    private static final Pattern FAILURE =
            Pattern.compile("(?m)^probe_websocket_failure_info\\{phase=\"(\\w+)\",reason=\"(\\w+)\",?} 1");
    private static final int MOST_SHOWN = 200;

    private SoakAnswer() {}

    /** @param metrics the answer, or a status other than 200 and its body; absent: none came */
    static String of(@Nullable String metrics) {
        if (metrics == null) {
            return "no answer";
        }
        if (metrics.contains("\nprobe_success 1")) {
            return SoakTarget.SUCCESS;
        }
        Matcher failure = FAILURE.matcher(metrics);
        return failure.find()
                ? failure.group(1) + "/" + failure.group(2)
                : metrics.substring(0, Math.min(MOST_SHOWN, metrics.length())).replace('\n', ' ');
    }
}
