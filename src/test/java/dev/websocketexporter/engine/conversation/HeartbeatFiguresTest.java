package dev.websocketexporter.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.conversation.HeartbeatRunner.HeartbeatFigures;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatFiguresTest {
    private static HeartbeatFigures figures(int pings, int maxMissed) {
        return new HeartbeatFigures(new Heartbeat(pings, Duration.ofSeconds(1), Duration.ofSeconds(2), maxMissed));
    }

    private static void answered(HeartbeatFigures figures, long millis) {
        figures.sent();
        figures.answered(Duration.ofMillis(millis));
    }

    private static void missed(HeartbeatFigures figures) {
        figures.sent();
        figures.missed();
    }

    @Test
    void deviationIsThatOfTheWhole() {
        HeartbeatFigures figures = figures(8, 0);
        for (long millis : new long[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            answered(figures, millis);
        }
        assertThat(figures.report())
                .isEqualTo(new HeartbeatReport(
                        8,
                        8,
                        new RoundTrips(
                                Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(9), Duration.ofMillis(2)),
                        Health.HEALTHY));
    }

    @Test
    void onePingDoesNotDeviate() {
        HeartbeatFigures figures = figures(1, 0);
        answered(figures, 3);
        Duration three = Duration.ofMillis(3);
        assertThat(figures.report().roundTrips()).isEqualTo(new RoundTrips(three, three, three, Duration.ZERO));
    }

    @Test
    void missedPongsThatAreAllowedDegrade() {
        HeartbeatFigures figures = figures(3, 2);
        answered(figures, 1);
        missed(figures);
        missed(figures);
        assertThat(figures.tooManyMissed()).isFalse();
        assertThat(figures.report().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void oneMoreIsUnhealthy() {
        HeartbeatFigures figures = figures(2, 1);
        missed(figures);
        assertThat(figures.tooManyMissed()).isFalse();
        missed(figures);
        assertThat(figures.tooManyMissed()).isTrue();
        assertThat(figures.report()).isEqualTo(new HeartbeatReport(2, 0, null, Health.UNHEALTHY));
    }

    @Test
    void heartbeatThatWasCutOffIsUnhealthy() {
        HeartbeatFigures figures = figures(3, 0);
        answered(figures, 1);
        assertThat(figures.report().health()).isEqualTo(Health.UNHEALTHY);
        figures.sent();
        assertThat(figures.report().health()).as("with a ping under way").isEqualTo(Health.UNHEALTHY);
    }
}
