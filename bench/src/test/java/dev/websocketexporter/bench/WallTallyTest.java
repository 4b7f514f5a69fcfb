package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class WallTallyTest {
    private final WallTally tally = new WallTally("who guesses", "401", "503");

    @Test
    void whoIsLetInAlthoughNobodyMayBreaksTheRun() {
        tally.add("401");
        tally.add("200");

        assertThatIllegalStateException()
                .isThrownBy(tally::requireAsExpected)
                .withMessageContaining("who guesses saw {200=1, 401=1} (expected: some of [");
    }

    /** Clients that do nothing would prove nothing. */
    @Test
    void whoDidNothingBreaksTheRun() {
        assertThatIllegalStateException().isThrownBy(tally::requireAsExpected);
    }

    @Test
    void whoHadTheExpectedAnswersBreaksNothing() {
        tally.add("503");

        assertThatCode(tally::requireAsExpected).doesNotThrowAnyException();
    }
}
