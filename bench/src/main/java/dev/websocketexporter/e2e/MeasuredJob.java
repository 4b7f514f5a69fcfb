package dev.websocketexporter.e2e;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The targets of one interval, as one chain sees them: two that go down, the second a minute after the first, beside others
 * that lose one probe, lose two, or are well. Is told the time once a second.
 */
final class MeasuredJob {
    static final List<String> TARGETS = List.of("first", "second", "loses-one", "loses-two", "well");

    private static final Duration SECOND_AFTER = Duration.ofMinutes(1);
    private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(5);
    /** After the recovery it is watched for this long, for what is told then. */
    private static final Duration WATCHED_AFTERWARDS = Duration.ofMinutes(6);
    /** Longer than any rule takes by right; who is not told then is told that there was no page. */
    private static final int INTERVALS_AT_MOST = 4;

    private static final Duration AT_MOST_BESIDES = Duration.ofMinutes(8);

    private final PageStage stage;
    private final AlertChain chain;
    private final PageJob job;
    private Instant lookAgain = Instant.MIN;
    private Optional<PageOutage> first = Optional.empty();
    private Optional<PageOutage> second = Optional.empty();
    private Optional<Instant> recovered = Optional.empty();
    private boolean done;

    MeasuredJob(PageStage stage, AlertChain chain, PageJob job) throws IOException {
        this.stage = stage;
        this.chain = chain;
        this.job = job;
        chain.targets(job, targets());
    }

    private String target(String name) {
        return stage.url("/" + chain.name() + "/" + job.name() + "/" + name);
    }

    private List<String> targets() {
        return TARGETS.stream().map(this::target).toList();
    }

    void step(Instant now) {
        if (done || now.isBefore(lookAgain)) {
            return;
        }
        lookAgain = now.plus(LOOKED_AT_EVERY);
        if (first.isEmpty()) {
            beginWhenAllAreWell(now);
        } else if (second.isEmpty()) {
            if (!now.isBefore(first.get().begun().plus(SECOND_AFTER))) {
                second = Optional.of(new PageOutage(chain, target("second"), now));
                stage.fail(target("second"));
            }
        } else if (recovered.isEmpty()) {
            if (outages().allMatch(outage -> outage.paged().isPresent()) || isTooLate(now)) {
                outages().forEach(outage -> stage.recover(outage.instance()));
                recovered = Optional.of(now);
                System.out.println(now + " " + this + ": told, and well again");
            }
        } else {
            done = !now.isBefore(recovered.get().plus(WATCHED_AFTERWARDS));
        }
    }

    private void beginWhenAllAreWell(Instant now) {
        Set<String> well = new HashSet<>(
                chain.labels("last_over_time(probe_success{job=\"" + job.name() + "\"}[10m]) == 1", "instance"));
        if (well.containsAll(targets())) {
            first = Optional.of(new PageOutage(chain, target("first"), now));
            stage.fail(target("first"));
            stage.lose(target("loses-one"), 1);
            stage.lose(target("loses-two"), 2);
            System.out.println(now + " " + this + ": the first target fails");
        }
    }

    private boolean isTooLate(Instant now) {
        Duration most = Duration.ofSeconds((long) INTERVALS_AT_MOST * job.intervalSeconds())
                .plus(AT_MOST_BESIDES);
        return now.isAfter(second.orElseThrow().begun().plus(most));
    }

    boolean done() {
        return done;
    }

    AlertChain chain() {
        return chain;
    }

    int intervalSeconds() {
        return job.intervalSeconds();
    }

    Optional<PageOutage> first() {
        return first;
    }

    Optional<PageOutage> second() {
        return second;
    }

    Optional<Instant> recovered() {
        return recovered;
    }

    private Stream<PageOutage> outages() {
        return Stream.of(first, second).flatMap(Optional::stream);
    }

    @Override
    public String toString() {
        return chain.name() + " " + job.name();
    }
}
