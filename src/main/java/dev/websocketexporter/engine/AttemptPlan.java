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
    /**
     * The plan for what is left.
     *
     * @param left the rest of the budget; positive
     * @param wanted how many attempts the module still wants, from 1
     */
    static AttemptPlan of(Duration left, int wanted, Attempts settings) {
        for (int attempts = wanted; attempts > 1; attempts--) {
            Duration share = settings.share(left, attempts);
            if (Attempts.isWorthwhile(share)) {
                return new AttemptPlan(attempts, share);
            }
        }
        return new AttemptPlan(1, left);
    }
}
