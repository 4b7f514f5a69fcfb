package dev.websocketexporter.server.recording;

import static dev.websocketexporter.server.recording.HistoryTest.FAILURE;
import static dev.websocketexporter.server.recording.HistoryTest.SUCCESS;
import static dev.websocketexporter.server.recording.HistoryTest.failure;
import static dev.websocketexporter.server.recording.HistoryTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateChangesTest {
    private final StateChanges changes = new StateChanges(2, 1_000_000);

    @Test
    void onlyChangesAreTold() throws Exception {
        assertThat(changes.observe(result("ws://a.test", SUCCESS))).isFalse();
        assertThat(changes.observe(result("ws://a.test", FAILURE))).isTrue();
        assertThat(changes.observe(result("ws://a.test", FAILURE))).isFalse();
        assertThat(changes.observe(result("ws://a.test", failure(Reason.TIMEOUT))))
                .isTrue();
        assertThat(changes.observe(result("ws://a.test", SUCCESS))).isTrue();
        assertThat(changes.observe(result("ws://a.test", SUCCESS))).isFalse();
    }

    @Test
    void firstFailureOfATargetIsAChange() throws Exception {
        assertThat(changes.observe(result("ws://a.test", FAILURE))).isTrue();
        assertThat(changes.observe(result("ws://b.test", FAILURE))).isTrue();
    }

    @Test
    void eachTenantOfATargetHasAStateOfItsOwn() throws Exception {
        assertThat(changes.observe(HistoryTest.resultOf("a", "ws://a.test", FAILURE)))
                .isTrue();
        assertThat(changes.observe(HistoryTest.resultOf("b", "ws://a.test", SUCCESS)))
                .isFalse();
        assertThat(changes.observe(HistoryTest.resultOf("a", "ws://a.test", FAILURE)))
                .isFalse();
    }

    @Test
    void cancelledAndForbiddenProbesSayNothing() throws Exception {
        changes.observe(result("ws://a.test", FAILURE));
        assertThat(changes.observe(result("ws://a.test", new Outcome.Cancelled())))
                .isFalse();
        assertThat(changes.observe(result("ws://a.test", new Outcome.Forbidden("no"))))
                .isFalse();
        assertThat(changes.observe(result("ws://a.test", FAILURE))).isFalse();
    }

    @Test
    void targetProbedLongestAgoIsForgottenFirst() throws Exception {
        changes.observe(result("ws://a.test", FAILURE));
        changes.observe(result("ws://b.test", FAILURE));
        changes.observe(result("ws://a.test", FAILURE));
        changes.observe(result("ws://c.test", FAILURE));

        assertThat(changes.observe(result("ws://a.test", FAILURE))).isFalse();
        assertThat(changes.observe(result("ws://b.test", FAILURE))).isTrue();
    }

    /** Whoever may probe chooses the targets, and may have thousands of long ones. */
    @Test
    void targetsWithLongUrlsTakeAPlaceForEachOfTheirBytes() throws Exception {
        StateChanges few = new StateChanges(1_000, 2 * (StateChanges.ENTRY_BYTES + 1_010));
        String path = ".test/" + "x".repeat(1_000);
        few.observe(result("ws://a" + path, FAILURE));
        few.observe(result("ws://a" + path, SUCCESS));
        for (String host : List.of("b", "c", "d")) {
            few.observe(result("ws://" + host + path, FAILURE));
        }

        assertThat(few.observe(result("ws://c" + path, FAILURE))).isFalse();
        assertThat(few.observe(result("ws://d" + path, FAILURE))).isFalse();
        assertThat(few.observe(result("ws://b" + path, FAILURE))).isTrue();
    }

    @Test
    void targetsThatDoWellTakeNoPlace() throws Exception {
        changes.observe(result("ws://a.test", FAILURE));
        changes.observe(result("ws://b.test", FAILURE));
        for (String other : List.of("ws://c.test", "ws://d.test", "ws://e.test")) {
            changes.observe(result(other, SUCCESS));
        }

        assertThat(changes.observe(result("ws://a.test", FAILURE))).isFalse();
        assertThat(changes.observe(result("ws://b.test", FAILURE))).isFalse();
    }
}
