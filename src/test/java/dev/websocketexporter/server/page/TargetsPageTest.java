package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.websocketexporter.render.json.SampleProbes;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.WatchRows;
import dev.websocketexporter.testkit.FakeWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsPageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Failure NOT_TLS = new Failure(Phase.TLS, Reason.NOT_TLS, "no <TLS>");

    private final History history = new History(200);
    private final FakeWatch watch = FakeWatch.none();
    private final TargetsPage page = new TargetsPage(
            new PageFrame("/ws", new PageFiles()),
            RunningServer::configuration,
            history,
            new WatchRows(watch, () -> 0),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void rowSaysHowItsTargetIsSinceWhenAndWhy() throws Exception {
        probe("wss://a.test/?token=hush", new Outcome.Success(), Duration.ofMinutes(9));
        probe("wss://a.test/?token=hush", new Outcome.Failed(NOT_TLS), Duration.ofMinutes(6));
        probe("wss://a.test/?token=hush", new Outcome.Failed(NOT_TLS), Duration.ofMinutes(3));

        assertThat(html(""))
                .contains("<span class=\"state bad\">Down</span>")
                .contains("data-before=\"for \">for 6 min</time>")
                .contains("data-after=\" ago\">3 min ago</time>")
                .contains("<b class=\"bad\">tls/not_tls</b> no &lt;TLS&gt;")
                .contains("wss://a.test/?token=&lt;secret&gt;</a>")
                .contains("href=\"/ws/probes?id=3&amp;time=2026-11-21T11%3A57%3A00Z\"")
                .contains("<small>websocket, row 1</small>")
                .contains("33.3 % succeeded", "1 of 3 probes succeeded")
                .contains("1 target: 1 down")
                .doesNotContain("hush");
    }

    @Test
    void thoseThatAreDownComeFirst() throws Exception {
        probe("ws://a.test/", new Outcome.Success(), Duration.ZERO);
        probe("ws://c.test/", new Outcome.Failed(NOT_TLS), Duration.ZERO);
        probe("ws://b.test/", new Outcome.Failed(NOT_TLS), Duration.ZERO);

        String html = html("");

        assertThat(html.indexOf("ws://b.test/")).isLessThan(html.indexOf("ws://c.test/"));
        assertThat(html.indexOf("ws://c.test/")).isLessThan(html.indexOf("ws://a.test/"));
        assertThat(html).contains("3 targets: 2 down, 1 up<");
    }

    /** At 2026-11-21T12:00:00Z. */
    @Test
    void certificateHasTheTimeThatIsLeftOfIt() throws Exception {
        history.add(SampleProbes.healthy());
        history.add(SampleProbes.certificateExpired());
        probe("ws://a.test/", new Outcome.Success(), Duration.ZERO);

        assertThat(html(""))
                .containsPattern("<span class=\"num( warn| bad)?\" title=\"[^\"]+\">[0-9]+ d</span>")
                .containsPattern("<span class=\"num bad\" title=\"[^\"]+\">expired [0-9]+ d ago</span>")
                .contains("<span class=\"soft\">–</span>");
    }

    @Test
    void targetThatIsNotProbedAnyMoreStandsLastAndIsNotDown() throws Exception {
        probe("ws://a.test/", new Outcome.Failed(NOT_TLS), Duration.ofHours(3));
        probe("ws://b.test/", new Outcome.Success(), Duration.ZERO);
        probe("ws://never.test/", new Outcome.Success(), Duration.ofHours(25));

        String html = html("");

        assertThat(html)
                .contains("<span class=\"state soft\">Stale</span><small>")
                .contains(">not probed for 3 h</time>")
                .contains("2 targets: 1 up, 1 stale<");
        assertThat(html.indexOf("ws://b.test/")).isLessThan(html.indexOf("ws://a.test/"));
        assertThat(html("state=down")).doesNotContain("ws://a.test/</a>");
        assertThat(html("state=stale")).contains("ws://a.test/</a>");
    }

    @ParameterizedTest
    @CsvSource({
        "q=A.test, ws://a.test/, ws://b.test/",
        "q=not_tls++test, ws://b.test/, ws://a.test/",
        "state=up, ws://a.test/, ws://b.test/",
        "state=down&module=websocket, ws://b.test/, ws://a.test/",
    })
    void filterWorksWithoutAScript(String query, String shown, String hidden) throws Exception {
        probe("ws://a.test/", new Outcome.Success(), Duration.ZERO);
        probe("ws://b.test/", new Outcome.Failed(NOT_TLS), Duration.ZERO);

        assertThat(html(query))
                .contains(shown + "</a>")
                .doesNotContain(hidden + "</a>")
                .contains("; 1 shown");
    }

    @Test
    void onlyTheFirstRowsAreThereAtOnceAndALinkLeadsToAllOfThem() throws Exception {
        for (int i = 0; i <= TargetsPage.FIRST_ROWS; i++) {
            probe("ws://a.test/" + i, new Outcome.Success(), Duration.ZERO);
        }

        assertThat(html("q=A.test&module=websocket"))
                .contains("41 targets: 41 up; 40 shown")
                .contains("href=\"/ws/?rows=all&amp;q=A.test&amp;module=websocket\">One more row</a>");
        assertThat(html("rows=all")).contains("41 targets: 41 up<").doesNotContain("rows=all");
        assertThat(html("q=/40")).doesNotContain("rows=all");
    }

    @Test
    void badStateIsRefusedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> html("state=<x>"))
                .isInstanceOf(HttpErrorException.class)
                .hasMessage("state \"<x>\" is none (expected: down, up or stale)");
    }

    @Test
    void filterIsKeptInItsFields() throws Exception {
        assertThat(html("q=%22%3Cx%3E&state=down&module=quick"))
                .contains("value=\"&quot;&lt;x&gt;\"")
                .contains("<option value=\"down\" selected=\"\">down</option>")
                .contains("<option value=\"quick\" selected=\"\">quick</option>")
                .contains("No target has been probed yet.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"style=", " onclick=", "<style", "javascript:", "src=\"http", "href=\"http://"})
    void nothingIsInlineOrLoadedFromElsewhere(String forbidden) throws Exception {
        probe("ws://a.test/", new Outcome.Failed(NOT_TLS), Duration.ZERO);

        assertThat(html("")).doesNotContain(forbidden);
    }

    private String html(String query) throws HttpErrorException {
        return page.html(QueryParameters.parse(query));
    }

    private void probe(String target, Outcome outcome, Duration age) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse(target),
                ProbeModule.withDefaults("websocket"),
                null,
                new TargetPolicy(List.of(), List.of()),
                Duration.ofSeconds(5));
        Timings timings = new Timings(Duration.ofMillis(13), Map.of(Phase.CONNECT, Duration.ofMillis(1)));
        history.add(new ProbeResult(
                request, NOW.minus(age), outcome, timings, null, null, null, null, null, null, 1, List.of()));
    }
}
