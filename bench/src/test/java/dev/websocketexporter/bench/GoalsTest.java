package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalsTest {
    @Test
    void aGoalIsReachedUpToItsFigureAndMissedBeyond() {
        Goals goals = new Goals().ratioAtMost(0.8, "hot", 0.8).atMost(100, "RSS", 100.4, 0, " MiB");
        assertThat(goals.text())
                .isEqualTo("\n- hot: 0.80; goal: at most 0.80, **reached**\n"
                        + "- RSS: 100 MiB; goal: at most 100 MiB, **missed**\n");
    }

    @Test
    void whatCouldNotBeMeasuredReachesNoGoal() {
        assertThat(new Goals().ratioAtMost(0.8, "hot", Double.NaN).text()).contains("**missed**");
    }
}
