package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.AlertChain.Stamped;
import dev.websocketexporter.e2e.WebhookReceiver.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One target that fails until it is told to be well again, as one chain sees it.
 *
 * @param instance the target's URL
 * @param begun when it was told to fail
 */
record PageOutage(AlertChain chain, String instance, Instant begun) {
    /** When the first probe failed, by Prometheus' own data; empty: none has yet. */
    Optional<Instant> firstFailedProbe() {
        return samples("probe_success").stream()
                .filter(sample -> sample.value() == 0 && !sample.at().isBefore(begun))
                .map(Stamped::at)
                .findFirst();
    }

    /** When somebody was woken up; empty: nobody yet. */
    Optional<Instant> paged() {
        return chain.paged("WebsocketDown", instance, begun);
    }

    /** When somebody was told that it is over; empty: nobody yet. */
    Optional<Instant> resolved() {
        return chain.notices().stream()
                .filter(notice ->
                        notice.receiver().equals(AlertChain.PAGE) && notice.is("WebsocketDown", instance, "resolved"))
                .map(Notice::arrived)
                .findFirst();
    }

    /** What Prometheus has of a metric of the target. */
    List<Stamped> samples(String metric) {
        return chain.samples(metric + "{instance=\"" + instance + "\"}");
    }

    /** From the first failed probe to the page. */
    Optional<Duration> timeToPage() {
        return paged().flatMap(page -> firstFailedProbe().map(failed -> Duration.between(failed, page)));
    }
}
