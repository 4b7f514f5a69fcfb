package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.AlertChain.Stamped;
import dev.websocketexporter.e2e.WebhookReceiver.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * From targets that fail to the pages that somebody reads, with rules and routes as they are shipped and in real time. All
 * that can happen happens in one world, {@link #happens}, since three probes in a row take their time; each test then says
 * what must have come of one thing. It waits nearly all of its time, and so runs beside other tests.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class PagesArriveE2eIT {
    private static final PageJob QUICK = new PageJob("every-15s", 15);
    private static final PageJob SLOWER = new PageJob("every-30s", 30);
    private static final PageJob CHANGING = new PageJob("changing", 15);
    private static final PageJob PLACES = new PageJob("places", 15, List.of(PageWorld.HERE, PageWorld.THERE));
    private static final List<PageJob> JOBS = List.of(QUICK, SLOWER, CHANGING, PLACES);

    /** Five, three and three targets, and one from two places. */
    private static final int SERIES_AT_FIRST = 13;

    private static final Duration SECOND_AFTER = Duration.ofSeconds(20);
    private static final Duration BESIDES_THREE_INTERVALS = Duration.ofSeconds(30);
    /** Half a minute, and what other work of the machine takes. */
    private static final Duration RESOLVED_BESIDES_AN_INTERVAL = Duration.ofSeconds(35);

    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(150);
    private static final int PROBES_AFTER_THE_RESTARTS = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static PageWorld world;
    private static Instant recovered;
    private static final List<Seen> SEEN = new ArrayList<>();
    /** How many pages each chain had told before the restarts. */
    private static final List<Integer> PAGES_BEFORE = new ArrayList<>();

    /** What one chain told. */
    private record Seen(
            AlertChain chain,
            PageOutage first,
            PageOutage second,
            PageOutage slower,
            PageOutage neverWorked,
            PageOutage removed) {
        private Stream<PageOutage> outages() {
            return Stream.of(first, second, slower, neverWorked, removed);
        }

        private String times() {
            return outages()
                    .map(outage -> outage.instance() + " " + outage.timeToPage())
                    .collect(Collectors.joining(", ", "from the first failed probe to the page: ", ""));
        }

        private boolean allPaged() {
            return outages().allMatch(outage -> outage.paged().isPresent());
        }
    }

    @BeforeAll
    @Timeout(900)
    static void happens() throws IOException {
        world = PageWorld.start(
                directory, new ShippedAlerts(Path.of("").toAbsolutePath()), AlertPrograms.available(), JOBS);
        for (AlertChain chain : world.chains()) {
            chain.targets(QUICK, urls(chain, QUICK, "first", "second", "loses-one", "loses-two", "well"));
            chain.targets(SLOWER, urls(chain, SLOWER, "first", "well", "loses-two"));
            chain.targets(CHANGING, urls(chain, CHANGING, "removed", "removed-well", "well"));
            chain.targets(PLACES, urls(chain, PLACES, "from-here-only"));
        }
        await(chain -> well(chain) == SERIES_AT_FIRST);
        targetsFail();
        awaitOrLetTheTestsSaySo(chain -> seen(chain).allPaged());
        SEEN.forEach(seen -> System.out.println(seen.times()));
        targetsRecoverOrGo();
        awaitOrLetTheTestsSaySo(chain -> seen(chain).first().resolved().isPresent());
        programsStartAgain();
    }

    private static int well(AlertChain chain) {
        return chain.labels("last_over_time(probe_success[1m]) == 1", "instance")
                .size();
    }

    private static void targetsFail() throws IOException {
        List<Instant> begun = new ArrayList<>();
        for (AlertChain chain : world.chains()) {
            begun.add(Instant.now());
            Stream.of(url(chain, QUICK, "first"), url(chain, SLOWER, "first"), url(chain, CHANGING, "removed"))
                    .forEach(world.stage()::fail);
            world.stage().lose(url(chain, QUICK, "loses-one"), 1);
            world.stage().lose(url(chain, QUICK, "loses-two"), 2);
            world.stage().lose(url(chain, SLOWER, "loses-two"), 2);
            world.stage().failFrom(PageWorld.THERE, url(chain, PLACES, "from-here-only"));
            world.stage().fail(url(chain, CHANGING, "never-worked"));
            chain.targets(CHANGING, urls(chain, CHANGING, "removed", "removed-well", "well", "never-worked"));
        }
        Instant second = Instant.now().plus(SECOND_AFTER);
        await(chain -> !Instant.now().isBefore(second));
        for (int i = 0; i < world.chains().size(); i++) {
            AlertChain chain = world.chains().get(i);
            world.stage().fail(url(chain, QUICK, "second"));
            SEEN.add(new Seen(
                    chain,
                    new PageOutage(chain, url(chain, QUICK, "first"), begun.get(i)),
                    new PageOutage(chain, url(chain, QUICK, "second"), Instant.now()),
                    new PageOutage(chain, url(chain, SLOWER, "first"), begun.get(i)),
                    new PageOutage(chain, url(chain, CHANGING, "never-worked"), begun.get(i)),
                    new PageOutage(chain, url(chain, CHANGING, "removed"), begun.get(i))));
        }
    }

    private static Seen seen(AlertChain chain) {
        return SEEN.get(world.chains().indexOf(chain));
    }

    private static void targetsRecoverOrGo() throws IOException {
        recovered = Instant.now();
        for (AlertChain chain : world.chains()) {
            world.stage().recover(url(chain, QUICK, "first"));
            chain.targets(CHANGING, urls(chain, CHANGING, "well", "never-worked"));
        }
    }

    /** While some targets are down and others are well; the exporter for so long that a scrape of it fails. */
    private static void programsStartAgain() throws IOException {
        world.chains().forEach(chain -> PAGES_BEFORE.add(chain.pages()));
        Instant stopped = Instant.now();
        world.exporter(PageWorld.HERE).stop();
        await(chain -> seen(chain).second().samples("up").stream()
                .anyMatch(sample -> sample.value() == 0 && sample.at().isAfter(stopped)));
        world.exporter(PageWorld.HERE).start();
        for (AlertChain chain : world.chains()) {
            chain.alertmanager().stop();
            chain.alertmanager().start();
            chain.prometheus().stop();
            chain.prometheus().start();
        }
        Instant started = Instant.now();
        await(chain -> seen(chain).second().samples("probe_success").stream()
                        .map(Stamped::at)
                        .filter(at -> at.isAfter(started))
                        .count()
                >= PROBES_AFTER_THE_RESTARTS);
    }

    private static void awaitOrLetTheTestsSaySo(Predicate<AlertChain> condition) {
        Instant end = Instant.now().plus(HAPPENS_WITHIN);
        await(chain -> condition.test(chain) || !Instant.now().isBefore(end));
    }

    private static void await(Predicate<AlertChain> condition) {
        PageWorld.await(
                HAPPENS_WITHIN.plus(SECOND_AFTER),
                () -> world.chains().stream().allMatch(condition),
                () -> world.chains().stream()
                        .map(chain -> chain.name() + ": " + chain.labels("websocket:down == 1", "instance") + " down, "
                                + chain.notices())
                        .collect(Collectors.joining("\n")));
    }

    private static String url(AlertChain chain, PageJob job, String target) {
        return world.stage().url("/" + chain.name() + "/" + job.name() + "/" + target);
    }

    private static List<String> urls(AlertChain chain, PageJob job, String... targets) {
        return Stream.of(targets).map(target -> url(chain, job, target)).toList();
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void aTargetThatFailsIsToldWithinThreeIntervalsAndHalfAMinute() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> {
            assertInTime(seen.first(), QUICK);
            assertInTime(seen.slower(), SLOWER);
        });
    }

    @Test
    void aSecondTargetIsToldAsSoonThoughItsJobIsToldAlready() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> assertInTime(seen.second(), QUICK));
    }

    @Test
    void aTargetThatNeverWorkedIsToldAsSoon() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> assertInTime(seen.neverWorked(), CHANGING));
    }

    private static void assertInTime(PageOutage outage, PageJob job) {
        assertThat(outage.timeToPage())
                .as(outage.chain().name() + " " + outage.instance())
                .hasValueSatisfying(time -> assertThat(time)
                        .isLessThanOrEqualTo(
                                Duration.ofSeconds(3L * job.intervalSeconds()).plus(BESIDES_THREE_INTERVALS)));
    }

    @Test
    void aTargetThatIsWellAgainIsToldToBe() {
        Duration atMost = Duration.ofSeconds(QUICK.intervalSeconds()).plus(RESOLVED_BESIDES_AN_INTERVAL);
        assertThat(SEEN)
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.first().resolved())
                        .hasValueSatisfying(told ->
                                assertThat(Duration.between(recovered, told)).isLessThanOrEqualTo(atMost)));
    }

    @Test
    void onlyTargetsThatAreDownArePaged() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> {
            Set<String> down = seen.outages()
                    .map(outage -> "WebsocketDown " + outage.instance())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(seen.chain().notices())
                    .filteredOn(notice -> notice.receiver().equals(AlertChain.PAGE))
                    .extracting(notice -> notice.labels().get("alertname") + " "
                            + notice.labels().get("instance"))
                    .isSubsetOf(down);
        });
    }

    @Test
    void oneLostProbeAndTwoAndAnOutageOfOneLocationAndARemovedTargetWakeNobody() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> {
            Set<String> quiet = Stream.of(
                            urls(seen.chain(), QUICK, "loses-one", "loses-two", "well"),
                            urls(seen.chain(), SLOWER, "loses-two", "well"),
                            urls(seen.chain(), CHANGING, "removed-well", "well"))
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
            assertThat(seen.chain().notices())
                    .noneMatch(notice -> quiet.contains(notice.labels().get("instance")))
                    .noneMatch(notice ->
                            notice.is("WebsocketDown", url(seen.chain(), PLACES, "from-here-only"), "firing"));
        });
    }

    @Test
    void restartsTellNothingAgain() {
        assertThat(world.chains()).extracting(AlertChain::pages).isEqualTo(PAGES_BEFORE);
        assertThat(SEEN)
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.chain().notices())
                        .noneMatch(notice ->
                                notice.is("WebsocketDown", seen.second().instance(), "resolved")));
    }

    @Test
    void aPageSaysWhatIsDownWhyAndWhereToReadOn() {
        assertThat(SEEN).isNotEmpty().allSatisfy(seen -> {
            String target = seen.first().instance();
            Notice page = seen.chain().notices().stream()
                    .filter(notice -> notice.is("WebsocketDown", target, "firing"))
                    .findFirst()
                    .orElseThrow();
            assertThat(page.annotations().get("summary")).isEqualTo(target + " is down");
            assertThat(page.annotations().get("description"))
                    .contains(target, "(job every-15s)", "phase processing, reason connection_closed");
            assertThat(page.annotations().get("runbook_url")).endsWith("/docs/runbook.md#websocketdown");
            assertThat(new TreeMap<>(page.labels()))
                    .containsEntry("severity", "critical")
                    .doesNotContainKey("reason");
        });
    }
}
