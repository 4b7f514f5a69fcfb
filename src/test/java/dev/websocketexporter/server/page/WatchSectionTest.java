package dev.websocketexporter.server.page;

import static dev.websocketexporter.testkit.SampleFigures.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.WatchRows;
import dev.websocketexporter.testkit.FakeWatch;
import dev.websocketexporter.testkit.SampleFigures;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The held connections on the overview. */
class WatchSectionTest {
    private final FakeWatch watch = FakeWatch.of(SampleFigures.feed(), SampleFigures.refused());
    private final AtomicLong nanos = new AtomicLong();
    private final TargetsPage page = new TargetsPage(
            new PageFrame("/ws", new PageFiles()),
            RunningServer::configuration,
            new History(10),
            new WatchRows(watch, nanos::get),
            Clock.fixed(SampleFigures.NOW, ZoneOffset.UTC));

    private String html(String query) throws HttpErrorException {
        return page.html(QueryParameters.parse(query));
    }

    @Test
    void rowSaysStateAgesLastDropAndMessages() throws Exception {
        String html = html("");

        assertThat(html)
                .contains("<h2 id=\"watched-title\">Held connections</h2>", "2 targets: 1 down, 1 open<")
                .contains("<span class=\"state good\">Open</span><small>3 of 3 open</small>")
                .contains("<span class=\"name\">wss://feed.example.com/v1?token=&lt;secret&gt;</span>")
                .contains("<small>feed, module chat, env a &quot;b\\c&quot;\nd</small>")
                .contains("data-before=\"oldest \">oldest 3 h</time>", "data-before=\"youngest \">youngest 90 s</time>")
                .contains("<b class=\"bad\">closed_by_peer 1001</b> the words for closed_by_peer</span>")
                .contains("data-after=\" ago\">21 min ago</time>")
                .contains("data-after=\" ago\">last 1 s ago</time>", "<small class=\"warn\">2 gaps</small>")
                .contains("<span class=\"state bad\">Down</span><small>0 of 1 open</small>", ">none open</span>")
                .contains("<b class=\"bad\">connection_refused</b> the words for connection_refused</span>")
                .doesNotContain("hush");
        assertThat(html.indexOf("chat.example.com")).isLessThan(html.indexOf("feed.example.com"));
        assertThat(html.indexOf("Held connections")).isLessThan(html.indexOf("<h2>Probes</h2>"));
    }

    @ParameterizedTest
    @CsvSource({"107, 7 a minute", "101, 1 a minute", "1334, 1234 a minute", "100, 0 a minute"})
    void messagesAMinuteAreWholeNumbers(int received, String words) throws Exception {
        show(100, 0);
        assertThat(html("")).contains(">not known yet</span>").doesNotContain("a minute");
        show(received, 60);

        assertThat(html("")).contains("<span class=\"num\">" + words + "</span>");
    }

    @Test
    void fewMessagesAMinuteHaveADigit() throws Exception {
        show(100, 0);
        html("");
        show(101, 120);

        assertThat(html("")).contains("<span class=\"num\">0.5 a minute</span>");
    }

    private void show(long received, int second) {
        nanos.set(Duration.ofSeconds(second).toNanos());
        watch.show(SampleFigures.of(SampleFigures.refused().watched(), open(1), received, null));
    }

    @Test
    void oneConnectionHasOneAge() throws Exception {
        watch.show(SampleFigures.of("a", "ws://a.test/", open(1)));

        assertThat(html(""))
                .contains("data-before=\"for \">for 60 s</time>")
                .contains(">no drop</span>")
                .doesNotContain("youngest");
    }

    @Test
    void whatServersSayIsText() throws Exception {
        watch.show(SampleFigures.of(
                "<b>",
                "ws://a.test/?<script>",
                List.of(open(
                        0, Duration.ZERO, new LastEnd(SampleFigures.NOW, "closed_by_peer", "1000", "<img src=x>")))));

        assertThat(html(""))
                .contains("&lt;b&gt;, module chat", "</b> &lt;img src=x&gt;</span>", "title=\"&lt;img src=x&gt;\"")
                .doesNotContain("<img", "<script>");
    }

    @ParameterizedTest
    @CsvSource({
        "q=FEED.example, feed.example.com, chat.example.com",
        "q=1001+closed_by_peer, feed.example.com, chat.example.com",
        "q=words+refused, chat.example.com, feed.example.com",
        "q=b%5Cc, feed.example.com, chat.example.com",
        "state=down, chat.example.com, feed.example.com",
    })
    void filterWorksWithoutAScript(String query, String shown, String hidden) throws Exception {
        assertThat(html(query))
                .contains("//" + shown)
                .doesNotContain("//" + hidden)
                .contains("2 targets: 1 down, 1 open; 1 shown<");
    }

    @Test
    void otherModuleIsHidden() throws Exception {
        assertThat(html("module=websocket")).contains("2 targets: 1 down, 1 open; 0 shown<");
        assertThat(html("module=chat")).contains("2 targets: 1 down, 1 open<");
    }

    @Test
    void onlyTheFirstRowsAreThereAtOnceAndALinkLeadsToAllOfThem() throws Exception {
        watch.show(IntStream.range(0, TargetsPage.FIRST_ROWS + 3)
                .mapToObj(i -> SampleFigures.of("a", "ws://a.test/" + i, open(1)))
                .toArray(TargetFigures[]::new));

        assertThat(html("q=A"))
                .contains("43 targets: 43 open; 40 shown")
                .contains("href=\"/ws/?rows=all&amp;q=A\">3 more rows</a>");
        assertThat(html("rows=all")).contains("43 targets: 43 open<").doesNotContain("more rows");
    }

    @Test
    void withoutAWatchNothingIsSaidOfIt() throws Exception {
        watch.remove();

        assertThat(html("")).doesNotContain("watched", "Held", "<h2>");
    }

    @Test
    void watchWithoutTargetsIsToldInWords() throws Exception {
        watch.show();

        assertThat(html("")).contains("The configuration has no target to watch.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"style=", " onclick=", "<style", "javascript:", "src=\"http", "href=\"http://"})
    void nothingIsInlineOrLoadedFromElsewhere(String forbidden) throws Exception {
        assertThat(html("")).doesNotContain(forbidden);
    }
}
