package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Attempts;
import java.time.Duration;

/**
 * How the time that is left is shared out among the attempts still to come.
 *
 * @param attempts how many fit, at least one
 * @param share the most that the next one may take
 */
record AttemptPlan(int attempts, Duration share) {
    /** With less, an attempt would only call a healthy target down. */
    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(100);

    /**
     * The plan for what is left.
     *
     * @param left the rest of the budget; positive
     * @param wanted how many attempts the module still wants, from 1
     */
    static AttemptPlan of(Duration left, int wanted, Attempts settings) {
        for (int attempts = wanted; attempts > 1; attempts--) {
            Duration share =
                    left.minus(settings.interval().multipliedBy(attempts - 1L)).dividedBy(attempts);
            if (share.compareTo(SHORTEST_ATTEMPT) >= 0) {
                return new AttemptPlan(attempts, share);
            }
        }
        return new AttemptPlan(1, left);
    }
}
