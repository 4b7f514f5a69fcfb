package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.render.SampleResults;
import dev.websocketexporter.server.recording.History;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A probe as it is read without a script. */
class ProbePageTest {
    private final History history = new History(10);
    private final ProbePage page = new ProbePage(new PageFrame("", new PageFiles()), history);

    @Test
    void failureLeadsToTheRunbookAndTheCertificatesSayUntilWhenTheyAreValid() {
        assertThat(html(SampleResults.certificateExpired()))
                .contains("<span class=\"state bad\">Failed</span> wss://chat.example.com/</h1>")
                .contains("<b class=\"bad\">tls/certificate_expired</b> leaf CN=chat.example.com expired ")
                .contains("href=\"" + PageFrame.DOCS + "/runbook.md#phase-tls\"")
                .contains("<p>resolve 10.0 ms · connect 10.0 ms · tls 20.0 ms</p>")
                .contains("issued by CN=Example CA, valid from 2026-01-01 00:00:00 UTC until 2027-03-04 05:06:07 UTC");
    }

    @Test
    void successHasItsMetricsAndNoSecret() {
        assertThat(html(SampleResults.fullSuccess()))
                .contains("<span class=\"state good\">Success</span>", "probe_success 1.0")
                .contains("token=&lt;secret&gt;")
                .doesNotContain("hunter2");
    }

    @Test
    void refusalSaysWhatForbadeIt() {
        ProbeResult refused = SampleResults.withOutcome(
                SampleResults.fullSuccess(), new Outcome.Forbidden("address <x> is forbidden"));

        assertThat(html(refused))
                .contains("<span class=\"state warn\">Forbidden</span>")
                .contains("<p class=\"reason\">address &lt;x&gt; is forbidden</p>");
    }

    @Test
    void cancelledProbeSaysNothingOfTheTarget() {
        ProbeResult cancelled = SampleResults.withOutcome(SampleResults.fullSuccess(), new Outcome.Cancelled());

        assertThat(html(cancelled))
                .contains("<span class=\"state warn\">Cancelled</span>")
                .doesNotContain("class=\"reason\"");
    }

    private String html(ProbeResult result) {
        history.add(result);
        return page.html(Objects.requireNonNull(history.byId(1)));
    }
}
