package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CapturedLog;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of watched connections, and that nothing floods the log. */
class WatchLogTest {
    private static final HoldEnd LOST = new HoldEnd(new HoldEnd.Dropped(Reason.CLOSED_BY_PEER), 1001, "going away", 0);

    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
    private final CapturedLog log = CapturedLog.of(WatchLog.class);
    private final WatchLog told = new WatchLog(metrics);
    private final WatchedTarget target = target("wss://a.example/?token=MARKER");

    @AfterEach
    void close() {
        log.close();
    }

    private static WatchedTarget target(String url) {
        try {
            return new WatchedTarget(
                    new WatchSettings(
                            "feed",
                            "chat",
                            ProbeModule.withDefaults("chat"),
                            1,
                            new Pings(Duration.ZERO, Duration.ofSeconds(10), 2),
                            new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                            Duration.ZERO,
                            Messages.ANY,
                            null,
                            null),
                    Target.parse(url),
                    Map.of());
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    private ProbeResult result(Outcome outcome) {
        return FakeHolder.result(
                new ProbeRequest(
                        target.target(), target.settings().module(), null, TargetPolicy.DEFAULT, Duration.ofSeconds(1)),
                outcome);
    }

    @Test
    void changesSayWhatHasHappenedToWhichConnectionAndNoQuery() {
        told.openingFailed(
                target, 0, result(new Outcome.Failed(new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "by it"))));
        told.openingFailed(target, 1, result(new Outcome.Forbidden("address 192.0.2.1 is forbidden")));
        told.dropped(target, 2, LOST);
        told.dropped(target, 3, new HoldEnd(new HoldEnd.Dropped(Reason.PONG_MISSED), null, "3 in a row", 0));
        told.back(target, 2, Duration.ofMillis(2_500));

        String about = " watch=feed target=wss://a.example/?token=<secret> connection_id=";
        assertThat(log.lines(Level.WARN))
                .containsExactly(
                        "connection cannot be opened" + about
                                + "0 phase=connect reason=connection_refused detail=by it",
                        "connection cannot be opened" + about
                                + "1 reason=forbidden detail=address 192.0.2.1 is forbidden",
                        "connection lost" + about + "2 cause=closed_by_peer code=1001 detail=going away",
                        "connection lost" + about + "3 cause=pong_missed detail=3 in a row");
        assertThat(log.lines(Level.INFO)).containsExactly("connection is open again" + about + "2 down_seconds=2.5");
    }

    @Test
    void tenThousandDropsAtOnceAreAFewLinesAndOneThatSumsUpTheOthers() {
        for (int i = 0; i < 10_000; i++) {
            told.dropped(target, i, LOST);
        }
        told.flush();
        assertThat(log.lines(Level.WARN))
                .hasSize(WatchLog.MOST_LINES + 1)
                .last()
                .isEqualTo("further connections lost=9980 not_opened=0 open_again=0");
        for (int i = 0; i < 10_000; i++) {
            told.back(target, i, Duration.ofSeconds(1));
            if (i % 250 == 249) {
                told.flush();
            }
        }

        assertThat(log.events())
                .as("two in each interval: a connection, and all others")
                .hasSize(WatchLog.MOST_LINES + 1 + 2 * 40);
        assertThat(log.lines(Level.INFO)).contains("further connections lost=0 not_opened=0 open_again=249");
    }

    @Test
    void whenItIsQuietThereAreLinesAgainAndNothingIsSummedUp() {
        for (int i = 0; i < 2 * WatchLog.MOST_LINES; i++) {
            told.dropped(target, i, LOST);
        }
        for (int i = 0; i < WatchLog.MOST_LINES; i++) {
            told.flush();
        }
        assertThat(log.events()).hasSize(WatchLog.MOST_LINES + 1);
        for (int i = 0; i < WatchLog.MOST_LINES; i++) {
            told.back(target, i, Duration.ofSeconds(1));
        }
        told.flush();
        assertThat(log.events()).hasSize(2 * WatchLog.MOST_LINES + 1);
    }

    @Test
    void limitsOfTheExporterAreCounted() {
        told.limitReached(ExporterLimit.DESCRIPTORS);

        assertThat(metrics.text(ExpositionFormat.OPENMETRICS))
                .contains("websocket_exporter_limit_reached_total{limit=\"descriptors\"} 1.0\n");
    }
}
