package dev.websocketexporter.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a probe of a hostile target.
 *
 * @param said {@code success}, a phase and a reason such as {@code transfer/timeout}, the status of another answer than
 *     200, or {@code none}
 */
record WallAnswer(String said, Duration took) {
    /** What every module of {@link WallFiles} has. */
    static final Duration BUDGET = Duration.ofSeconds(5);

    /** The interface's promise: an answer leaves before the budget ends plus this. */
    static final Duration IN_TIME = BUDGET.plusMillis(100);

    private static final int OK = 200;
    private static final String REFUSED = "503";
    private static final String NONE = "none";
    private static final Pattern FAILURE =
            Pattern.compile("(?m)^probe_websocket_failure_info\\{phase=\"(\\w+)\",reason=\"(\\w+)\"");

    static WallAnswer of(HttpResponse<String> answer, Duration took) {
        if (answer.statusCode() != OK) {
            return new WallAnswer(String.valueOf(answer.statusCode()), took);
        }
        Matcher failure = FAILURE.matcher(answer.body());
        return new WallAnswer(failure.find() ? failure.group(1) + "/" + failure.group(2) : "success", took);
    }

    static WallAnswer none(Duration after) {
        return new WallAnswer(NONE, after);
    }

    boolean isRefused() {
        return said.equals(REFUSED);
    }

    boolean isResult() {
        return said.equals("success") || said.contains("/");
    }

    boolean isInTime() {
        return isResult() && took.compareTo(IN_TIME) <= 0;
    }
}
