package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.handlers.IndexPage.PhaseBar;
import dev.websocketexporter.server.recording.History;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexPageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final History history = new History(10);
    private final IndexPage page =
            new IndexPage("", RunningServer::configuration, history, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void failureIsShownWithWhereWhyAndWhatEachPhaseTook() throws Exception {
        add(
                new Outcome.Failed(new Failure(Phase.TLS, Reason.NOT_TLS, "no TLS")),
                Duration.ZERO,
                Map.of(Phase.CONNECT, Duration.ofNanos(40_000), Phase.TLS, Duration.ofMillis(12)));

        assertThat(page.html())
                .contains("2026-11-21 12:00:00 UTC")
                .contains("<b>tls/not_tls</b>: no TLS<svg class=\"bar\"")
                .contains("<small>connect 0.04 ms · tls 12.0 ms</small>");
    }

    @Test
    void phasesAreDrawnOneBehindTheOtherAndTheFailedOneIsMarked() throws Exception {
        add(
                new Outcome.Failed(new Failure(Phase.UPGRADE, Reason.TIMEOUT, "late")),
                Duration.ZERO,
                Map.of(Phase.CONNECT, Duration.ofNanos(1_300_000), Phase.UPGRADE, Duration.ofNanos(6_500_000)));

        assertThat(page.html())
                .contains("<rect class=\"connect\" x=\"0\" y=\"0\" width=\"1000\" height=\"100\">"
                        + "<title>connect 1.30 ms</title></rect>"
                        + "<rect class=\"processing failed\" x=\"1000\" y=\"0\" width=\"5000\" height=\"100\">"
                        + "<title>processing 6.50 ms</title></rect></svg>");
    }

    @Test
    void legendNamesEveryPhase() throws Exception {
        add(new Outcome.Success(), Duration.ZERO, Map.of());

        for (Phase phase : Phase.values()) {
            assertThat(page.html()).contains("<rect class=\"" + phase.label() + "\" width=\"1\" height=\"1\"/>");
            assertThat(PhaseBar.STYLE).contains("." + phase.label() + "{fill:");
        }
    }

    @Test
    void forbiddenProbeSaysWhatForbadeIt() throws Exception {
        add(new Outcome.Forbidden("address <x> is forbidden"), Duration.ZERO, Map.of());

        assertThat(page.html())
                .contains("<td class=\"result failure\"><b>forbidden</b>: address &lt;x&gt; is forbidden</td>");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.9S, just now",
        "PT-5S, just now",
        "PT119S, 119 s ago",
        "PT2M, 2 min ago",
        "PT2H, 2 h ago",
        "P3D, 3 days ago"
    })
    void ageIsInAUnitThatOneCanRead(Duration age, String shown) throws Exception {
        add(new Outcome.Success(), age, Map.of());

        assertThat(page.html()).contains("<small>" + shown + "</small>");
    }

    @Test
    void pageFitsNarrowAndDarkScreensAndLoadsNothing() {
        assertThat(page.html())
                .contains("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .contains("color-scheme:light dark")
                .contains("@media(max-width:")
                .doesNotContain("<script", "<link", "<img", "src=", "url(", "@import");
    }

    private void add(Outcome outcome, Duration age, Map<Phase, Duration> phases) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("wss://a.test/"),
                ProbeModule.withDefaults("websocket"),
                null,
                new TargetPolicy(List.of(), List.of()),
                Duration.ofSeconds(5));
        history.add(new ProbeResult(
                request,
                NOW.minus(age),
                outcome,
                new Timings(Duration.ofMillis(13), phases),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of()));
    }
}
