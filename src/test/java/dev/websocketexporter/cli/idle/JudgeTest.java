package dev.websocketexporter.cli.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.cli.idle.Judge.Judgement;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.Heard;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit.Basis;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle.Speech;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.idle.IdleVerdict.Unsteady;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from connections, in a time that is only written down; all in seconds. */
class JudgeTest {
    private static final End FIN = new End(Ender.FIN, null);
    private static final End NOBODY = new End(Ender.NOBODY, null);

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static IdleConnection one(
            State state,
            double length,
            double openedAfter,
            double age,
            double silence,
            Heard heard,
            @Nullable End end) {
        return new IdleConnection(
                seconds(length), state, seconds(openedAfter), seconds(age), seconds(silence), heard, end, "words");
    }

    private static IdleConnection silent(double length, double age) {
        return one(State.SILENT, length, 0, age, age, Heard.NOTHING, null);
    }

    private static IdleConnection answered(double length) {
        return one(State.ANSWERED, length, 0, length, length, Heard.NOTHING, null);
    }

    private static IdleConnection ended(double length, double openedAfter, double age) {
        return one(State.ENDED, length, openedAfter, age, age, Heard.NOTHING, FIN);
    }

    private static IdleConnection lost(double length) {
        return one(State.LOST, length, 0, length, length, Heard.NOTHING, NOBODY);
    }

    private static Judgement judge(IdleConnection... connections) {
        return Judge.of(List.of(connections));
    }

    @Test
    void nothingIsSettledWhileAllAreSilent() {
        Judgement judgement = judge(answered(2), silent(5, 3), silent(20, 3));
        assertThat(judgement).isEqualTo(new Judgement(new Unknown(seconds(2), ""), false));
    }

    @Test
    void allThatWorkAtTheirEndHaveNoLimit() {
        assertThat(judge(answered(2), answered(20))).isEqualTo(new Judgement(new NoLimit(seconds(20)), true));
    }

    @Test
    void endOfOneWaitsForThoseThatAreAsOld() {
        assertThat(judge(answered(2), ended(10, 0, 5.0), silent(20, 4.5)).settled())
                .isFalse();
        Judgement judgement = judge(answered(2), ended(10, 0, 5.0), ended(15, 0.3, 5.01), ended(20, 0.6, 5.02));
        assertThat(judgement.settled()).isTrue();
        assertThat(judgement.verdict())
                .isEqualTo(new Limit(seconds(5.01), seconds(5), seconds(5.02), 3, FIN, "words", Basis.SILENCE, false));
        assertThat(judgement.verdict().limit()).isEqualTo(seconds(5.01));
    }

    @Test
    void endAtOnceIsNoLimitSinceNobodyWasLetIn() {
        assertThat(judge(ended(10, 0, 0), ended(20, 0.5, 0.1)))
                .isEqualTo(new Judgement(
                        new Unknown(Duration.ZERO, "each connection is ended as soon as it is open: words"), true));
        assertThat(judge(ended(10, 0, 0.5)).verdict()).isInstanceOf(Limit.class);
    }

    @Test
    void endByWhatTheServerSendsIsNoLimitOfIdleTime() {
        End violation = new End(Ender.VIOLATION, null);
        IdleConnection tooMuch = one(State.ENDED, 20, 0, 9, 9, Heard.NOTHING, violation);
        assertThat(judge(answered(2), tooMuch))
                .isEqualTo(new Judgement(
                        new Unknown(seconds(2), "what the server sends ends each connection: words"), true));
    }

    @Test
    void endsInOneMomentAreToldFromEndsAtOneAge() {
        Limit limit = (Limit) judge(ended(10, 0, 2.9), ended(15, 0.4, 2.5), ended(20, 0.8, 2.1), answered(2))
                .verdict();
        assertThat(limit.together()).isTrue();
        assertThat(limit.least()).isEqualTo(seconds(2.1));
        assertThat(limit.most()).isEqualTo(seconds(2.9));
        Limit scattered = (Limit)
                judge(ended(10, 0, 5), ended(15, 0.1, 5.3), ended(20, 0.2, 5.4)).verdict();
        assertThat(scattered.together()).isFalse();
    }

    @Test
    void endThatOthersOutliveIsNoLimit() {
        Judgement early = judge(ended(10, 0, 5), silent(15, 5.4), silent(20, 7));
        assertThat(early.settled()).isFalse();
        Judgement late = judge(answered(2), ended(10, 0, 5), answered(15), answered(20));
        assertThat(late).isEqualTo(new Judgement(new Unsteady(seconds(5), seconds(20), 1, FIN, "words"), true));
    }

    @Test
    void endsAtTwoAgesAreNoLimitEither() {
        assertThat(judge(ended(10, 0, 3), ended(20, 0.5, 9)).verdict())
                .isEqualTo(new Unsteady(seconds(3), seconds(9), 2, FIN, "words"));
    }

    @Test
    void twoThatNobodyAnswersAreHalfOpenBetweenTheLastThatWorksAndTheFirst() {
        assertThat(judge(answered(5), answered(8), lost(12), silent(20, 14)).settled())
                .as("one may be an accident")
                .isFalse();
        Judgement judgement = judge(answered(5), answered(8), lost(12), lost(16), silent(20, 18));
        assertThat(judgement).isEqualTo(new Judgement(new HalfOpen(seconds(8), seconds(12), 2, NOBODY), true));
        assertThat(judgement.verdict().limit()).isBetween(seconds(9.79), seconds(9.8));
    }

    @Test
    void longestThatNobodyAnswersIsEnough() {
        assertThat(judge(answered(8), lost(12)))
                .isEqualTo(new Judgement(new HalfOpen(seconds(8), seconds(12), 1, NOBODY), true));
    }

    @Test
    void halfOpenWaitsForTheAnswersOfShorterOnes() {
        IdleConnection asked = one(State.ASKED, 8, 0, 8, 8, Heard.NOTHING, null);
        assertThat(judge(asked, lost(12), lost(16)).settled()).isFalse();
    }

    @Test
    void lateAnswerIsNoHalfOpenPath() {
        assertThat(judge(answered(8), lost(12), answered(16)))
                .isEqualTo(new Judgement(new Unsteady(seconds(12), seconds(16), 1, NOBODY, "words"), true));
    }

    @Test
    void serverThatSpeaksByItselfLeavesNoConnectionIdle() {
        Heard pings = new Heard(14, 1, seconds(1));
        assertThat(judge(answered(2), one(State.ANSWERED, 30, 0, 30, 2.5, pings, null)))
                .isEqualTo(new Judgement(new NeverIdle(seconds(2), seconds(2.5), seconds(30), Speech.PINGS), true));
    }

    @Test
    void greetingLeavesTheRestIdle() {
        Heard greeting = new Heard(0, 1, seconds(29));
        assertThat(judge(one(State.ANSWERED, 30, 0, 30, 29, greeting, null)).verdict())
                .isEqualTo(new NoLimit(seconds(29)));
    }

    @Test
    void endOfAConnectionThatIsNotIdleGoesByItsAge() {
        Heard pings = new Heard(2, 0, seconds(20));
        Limit limit = (Limit)
                judge(one(State.ENDED, 100, 0, 60, 20, pings, FIN), one(State.ENDED, 200, 0.5, 60.1, 20, pings, FIN))
                        .verdict();
        assertThat(limit.basis()).isEqualTo(Basis.AGE);
        assertThat(limit.after()).isEqualTo(seconds(60.1));
    }

    @Test
    void whatCouldNotBeOpenedOrKeptSaysNothing() {
        IdleConnection refused = one(State.NOT_OPENED, 20, 0, 0, 0, Heard.NOTHING, null);
        IdleConnection evicted = one(State.GIVEN_UP, 30, 0, 25, 25, Heard.NOTHING, null);
        assertThat(judge(answered(8), refused, evicted)).isEqualTo(new Judgement(new NoLimit(seconds(8)), true));
        assertThat(judge(refused)).isEqualTo(new Judgement(new Unknown(Duration.ZERO, "words"), true));
        assertThat(judge(ended(10, 0, 5), evicted).verdict()).isInstanceOf(Limit.class);
    }
}
