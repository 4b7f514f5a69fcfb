package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.FakeProber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");
    static final Outcome SUCCESS = new Outcome.Success();
    static final Outcome FAILURE = failure(Reason.CONNECTION_REFUSED);

    static Outcome failure(Reason reason) {
        return new Outcome.Failed(new Failure(Phase.CONNECT, reason, "for a test"));
    }

    /** Of a probe that brought along a tenant. */
    static ProbeResult resultOf(String tenant, String target, Outcome outcome) throws Exception {
        ModuleParam param = new ModuleParam(ModuleParam.Kind.HEADER, "X-Tenant");
        return FakeProber.result(
                new ProbeRequest(
                        Target.parse(target),
                        ProbeModule.withDefaults("websocket"),
                        null,
                        TargetPolicy.DEFAULT,
                        Duration.ofSeconds(1),
                        new ParamValues(Map.of(param, new Secret(tenant)))),
                outcome);
    }

    static ProbeResult result(String target, Outcome outcome) throws Exception {
        return FakeProber.result(
                new ProbeRequest(
                        Target.parse(target),
                        ProbeModule.withDefaults("websocket"),
                        null,
                        TargetPolicy.DEFAULT,
                        Duration.ofSeconds(1)),
                outcome);
    }

    /** A client of /probe chooses them, and each probe may bring others. */
    @Test
    void valuesOfParamsCountWithTheirProbeAndAreNotRememberedWithTheRow() throws Exception {
        ProbeResult small = resultOf("a", "ws://a.test", SUCCESS);
        ProbeResult large = resultOf("a".repeat(4_096), "ws://a.test", SUCCESS);

        assertThat(ResultSize.of(large) - ResultSize.of(small)).isEqualTo(4_095);
        assertThat(Subject.of(large.request()).params()).hasSize(32);
        assertThat(Subject.of(large.request())).isNotEqualTo(Subject.of(small.request()));
    }

    @Test
    void textBeyondLatin1CountsTwice() throws Exception {
        ProbeResult latin = resultOf("\u00e9".repeat(100), "ws://a.test", SUCCESS);
        ProbeResult other = resultOf("\u20ac".repeat(100), "ws://a.test", SUCCESS);

        assertThat(ResultSize.of(other) - ResultSize.of(latin)).isEqualTo(100);
    }

    @Test
    void oldestSuccessLeavesBeforeAnyFailure() throws Exception {
        History history = new History(4);
        history.add(result("ws://a.test", FAILURE));
        for (int i = 0; i < 10; i++) {
            history.add(result("ws://a.test", SUCCESS));
        }

        assertThat(ids(history)).containsExactly(11L, 10L, 9L, 1L);
    }

    @Test
    void targetThatFailsAllTheTimeLeavesTheOnlyFailureOfAnotherInPlace() throws Exception {
        History history = new History(4);
        history.add(result("ws://rare.test", FAILURE));
        for (int i = 0; i < 10; i++) {
            history.add(result("ws://often.test", FAILURE));
        }

        assertThat(ids(history)).containsExactly(11L, 10L, 9L, 1L);
    }

    @Test
    void tenantThatFailsAllTheTimeLeavesTheOnlyFailureOfAnotherInPlace() throws Exception {
        History history = new History(4);
        history.add(resultOf("rare", "ws://a.test", FAILURE));
        for (int i = 0; i < 10; i++) {
            history.add(resultOf("often", "ws://a.test", FAILURE));
        }

        assertThat(ids(history)).containsExactly(11L, 10L, 9L, 1L);
    }

    @Test
    void oldestRepeatedFailureLeavesWhenSeveralTargetsFailAgainAndAgain() throws Exception {
        History history = new History(4);
        for (String host : List.of("a", "b", "b", "a", "c", "d", "a")) {
            history.add(result("ws://" + host + ".test", FAILURE));
        }

        // 1 and 2 leave when c and d need their places; when a fails once more, it is its own fourth that leaves.
        assertThat(ids(history)).containsExactly(7L, 6L, 5L, 3L);
    }

    @Test
    void oldestFailureLeavesWhenEachIsOfATargetOfItsOwn() throws Exception {
        History history = new History(3);
        for (int i = 1; i <= 5; i++) {
            history.add(result("ws://t" + i + ".test", FAILURE));
        }

        assertThat(ids(history)).containsExactly(5L, 4L, 3L);
    }

    @Test
    void quarterOfThePlacesStaysWithSuccesses() throws Exception {
        History history = new History(8);
        for (int i = 0; i < 8; i++) {
            history.add(result("ws://a.test", SUCCESS));
        }
        for (int i = 0; i < 20; i++) {
            history.add(result("ws://a.test", FAILURE));
        }

        assertThat(ids(history)).containsExactly(28L, 27L, 26L, 25L, 24L, 23L, 8L, 7L);
    }

    @Test
    void onlyFailuresAreBoundedToo() throws Exception {
        History history = new History(2);
        for (int i = 0; i < 5; i++) {
            history.add(result("ws://a.test", FAILURE));
        }

        assertThat(ids(history)).containsExactly(5L, 4L);
    }

    @Test
    void probesWithLongLogsLeaveEarlierThanTheirNumberDemands() throws Exception {
        History history = new History(1_000, 200_000);
        for (int i = 0; i < 100; i++) {
            history.add(withLog(result("ws://a.test", SUCCESS), 60_000));
            assertThat(history.bytes()).isBetween(60_000L, 200_000L);
        }
        assertThat(ids(history)).containsExactly(100L, 99L, 98L);
    }

    @Test
    void noisyTargetDisplacesItsOwnProbesOnly() throws Exception {
        History history = new History(10);
        for (String quiet : List.of("a", "b", "c")) {
            history.add(result("ws://" + quiet + ".test", SUCCESS));
        }
        for (int i = 0; i < 1_000; i++) {
            history.add(result("ws://noisy.test", SUCCESS));
        }

        assertThat(ids(history)).hasSize(10).endsWith(3L, 2L, 1L);
    }

    @Test
    void noisyModuleDisplacesItsOwnProbesOnly() throws Exception {
        History history = new History(4);
        history.add(result("ws://a.test", SUCCESS));
        for (int i = 0; i < 20; i++) {
            history.add(FakeProber.result(
                    new ProbeRequest(
                            Target.parse("ws://a.test"),
                            ProbeModule.withDefaults("other"),
                            null,
                            TargetPolicy.DEFAULT,
                            Duration.ofSeconds(1)),
                    SUCCESS));
        }

        assertThat(ids(history)).containsExactly(21L, 20L, 19L, 1L);
    }

    @Test
    void targetsThatAreNotProbedAnyMoreLeaveInTheEnd() throws Exception {
        History history = new History(10);
        for (int i = 0; i < 5; i++) {
            history.add(result("ws://removed.test", SUCCESS));
        }
        for (int i = 0; i < 40; i++) {
            history.add(result("ws://t" + i % 10 + ".test", SUCCESS));
        }

        assertThat(history.latest(Target.parse("ws://removed.test"), null)).isNull();
    }

    @Test
    void targetWithLongLogsDisplacesItsOwnProbesOnly() throws Exception {
        History history = new History(1_000, 200_000);
        for (int i = 0; i < 5; i++) {
            history.add(result("ws://brief.test", SUCCESS));
        }
        for (int i = 0; i < 20; i++) {
            history.add(withLog(result("ws://chatty.test", SUCCESS), 40_000));
        }

        assertThat(history.newest(entry -> entry.result().log().get(0).message().length() < 100, 10))
                .hasSize(5);
        assertThat(history.bytes()).isLessThanOrEqualTo(200_000);
    }

    @Test
    void tenThousandTargetsStayWithinTheBound() throws Exception {
        long most = 4L << 20;
        History history = new History(100_000, most);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 10_000; i++) {
                history.add(
                        result("ws://t" + i + ".test/?token=" + "x".repeat(i % 100), i % 3 == 0 ? FAILURE : SUCCESS));
                assertThat(history.bytes()).isLessThanOrEqualTo(most);
            }
        }

        assertThat(history.targets(NOW)).hasSizeGreaterThan(1_000);
        assertThat(history.newestFirst()).hasSizeGreaterThan(300);
        assertThat(history.newest(entry -> entry.result().failure() != null, 1_000))
                .hasSizeGreaterThan(100);
        assertThat(history.newest(entry -> entry.result().failure() == null, 1_000))
                .hasSizeGreaterThan(0);
    }

    @Test
    void whatProbesBringAlongCountsAsTheirMemory() throws Exception {
        long most = 1L << 20;
        History history = new History(10_000, most);
        for (int i = 0; i < 1_000; i++) {
            history.add(resultOf(i + "x".repeat(4_000), "ws://a.test", SUCCESS));
        }

        assertThat(history.newestFirst()).isNotEmpty().hasSizeLessThanOrEqualTo((int) (most / 4_000));
    }

    @Test
    void howATargetIsOutlivesItsProbes() throws Exception {
        History history = new History(2);
        history.add(result("ws://a.test", FAILURE));
        for (int i = 0; i < 5; i++) {
            history.add(result("ws://b" + i + ".test", FAILURE));
        }

        assertThat(history.byId(1)).isNull();
        assertThat(history.targets(NOW))
                .filteredOn(row -> row.target().host().equals("a.test"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.up()).isFalse();
                    assertThat(row.lastId()).isEqualTo(1);
                    assertThat(row.failure()).isNotNull();
                });
    }

    @Test
    void probesThatSayNothingOfTheTargetChangeNoState() throws Exception {
        History history = new History(10);
        history.add(result("ws://a.test", SUCCESS));
        history.add(result("ws://a.test", new Outcome.Cancelled()));
        history.add(result("ws://a.test", new Outcome.Forbidden("10.0.0.1 is denied")));
        history.add(result("ws://never.test", new Outcome.Cancelled()));

        assertThat(history.targets(NOW)).singleElement().satisfies(row -> {
            assertThat(row.up()).isTrue();
            assertThat(row.lastId()).isEqualTo(1);
        });
        assertThat(history.newestFirst()).hasSize(4);
        assertThat(Objects.requireNonNull(history.byId(2)).row())
                .isEqualTo(Objects.requireNonNull(history.byId(1)).row());
        assertThat(Objects.requireNonNull(history.byId(4)).row()).isNull();
    }

    @Test
    void oldestFailureLeavesWhenFailuresAloneTakeAllBytes() throws Exception {
        // Three of them, and how the ten targets are.
        History history = new History(1_000, 215_000);
        for (int i = 1; i <= 10; i++) {
            history.add(withLog(result("ws://t" + i + ".test", FAILURE), 60_000));
        }
        assertThat(ids(history)).containsExactly(10L, 9L, 8L);
        history.add(withLog(result("ws://huge.test", FAILURE), 300_000));
        assertThat(ids(history))
                .as("what does not fit by itself displaces nothing")
                .containsExactly(10L, 9L, 8L);
    }

    private static ProbeResult withLog(ProbeResult result, int characters) {
        return new ProbeResult(
                result.request(),
                result.startedAt(),
                result.outcome(),
                result.timings(),
                result.lookupTime(),
                result.dialled(),
                result.tls(),
                result.upgrade(),
                result.conversation(),
                result.close(),
                result.attempts(),
                List.of(new ProbeResult.LogLine(
                        Duration.ZERO, ProbeResult.LogLine.Level.INFO, "x".repeat(characters))));
    }

    /** Otherwise, who polls would never learn that a target is not probed any more. */
    @Test
    void versionOfTheTargetsChangesWithTimeToo() throws Exception {
        History history = new History(10);
        history.add(result("ws://a.test", SUCCESS));

        String fresh = history.targetsVersion(NOW);
        String stale = history.targetsVersion(NOW.plus(Duration.ofHours(2)));
        assertThat(history.targetsVersion(NOW.plusSeconds(1))).isEqualTo(fresh);
        assertThat(stale).isNotEqualTo(fresh);
        assertThat(history.targetsVersion(NOW.plus(Duration.ofDays(2)))).isNotIn(fresh, stale);
    }

    @Test
    void limitOfZeroKeepsNothing() throws Exception {
        History history = new History(0);
        history.add(result("ws://a.test", FAILURE));
        history.add(result("ws://a.test", SUCCESS));

        assertThat(history.newestFirst()).isEmpty();
        assertThat(history.byId(1)).isNull();
        assertThat(history.targets(NOW)).isEmpty();
    }

    @Test
    void newestProbeOfATargetIsFound() throws Exception {
        History history = new History(10);
        history.add(result("ws://a.test/?t=1", SUCCESS));
        history.add(result("ws://a.test/?t=2", SUCCESS));
        history.add(result("ws://a.test/?t=1", FAILURE));

        assertThat(history.latest(Target.parse("ws://a.test/?t=1"), null))
                .extracting(History.Entry::id)
                .isEqualTo(3L);
        assertThat(history.latest(Target.parse("ws://a.test/?t=1"), "other")).isNull();
        assertThat(history.latest(Target.parse("ws://a.test/?t=3"), null)).isNull();
    }

    @Test
    void manyThreadsMayWriteAtOnce() throws Exception {
        History history = new History(50);
        ProbeResult result = result("ws://a.test", SUCCESS);
        IntStream.range(0, 1000).parallel().forEach(i -> history.add(result));

        assertThat(history.newestFirst()).hasSize(50);
        assertThat(ids(history)).startsWith(1000L).doesNotHaveDuplicates();
    }

    private static List<Long> ids(History history) {
        return history.newestFirst().stream().map(History.Entry::id).toList();
    }
}
