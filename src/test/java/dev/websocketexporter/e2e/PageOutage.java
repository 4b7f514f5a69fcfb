package dev.websocketexporter.e2e;

import dev.websocketexporter.e2e.AlertChain.Stamped;
import java.time.Duration;
import java.time.Instant;
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
        return chain.samples("probe_success{instance=\"" + instance + "\"}").stream()
                .filter(sample -> sample.value() == 0 && !sample.at().isBefore(begun))
                .map(Stamped::at)
                .findFirst();
    }

    /** When somebody was woken up; empty: nobody yet. */
    Optional<Instant> paged() {
        return chain.paged("WebsocketDown", instance, begun);
    }

    /** From the first failed probe to the page. */
    Optional<Duration> timeToPage() {
        return paged().flatMap(page -> firstFailedProbe().map(failed -> Duration.between(failed, page)));
    }
}
