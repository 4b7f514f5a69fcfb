package dev.websocketexporter.cli.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.Heard;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener.Type;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.testkit.FakeProber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One connection in a time that the test makes; ticks in seconds from a beginning that is not zero. */
class SilentConnectionTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Asking PING = Asking.byPing(LENGTH, Duration.ofSeconds(2));
    private static final Asking CLOSE = Asking.byClose();

    private final List<String> closed = new ArrayList<>();
    private int changes;

    private static long tick(double seconds) {
        return Math.round((1_000 + seconds) * TimeUnit.SECONDS.toNanos(1));
    }

    private static ProbeRequest request() throws Exception {
        return new ProbeRequest(
                Target.parse("ws://a.example"),
                ProbeModule.withDefaults("chat"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(1));
    }

    private SilentConnection begun(Asking asking) throws Exception {
        SilentConnection connection = new SilentConnection(LENGTH, asking, () -> changes++);
        Holder holder = (request, plan, listener) -> {
            assertThat(plan.heartbeat()).isEqualTo(asking.pings());
            return new FakeHeld();
        };
        connection.begin(holder, request(), tick(-1));
        return connection;
    }

    private SilentConnection open(Asking asking) throws Exception {
        SilentConnection connection = begun(asking);
        assertThat(connection.at(tick(0)).state()).isEqualTo(State.PLANNED);
        connection.opened(FakeProber.result(request(), new Outcome.Success()), tick(0));
        return connection;
    }

    private static void drop(SilentConnection connection, Reason reason, @Nullable Integer code, double seconds) {
        connection.ended(new HoldEnd(new Dropped(reason), code, "words", tick(seconds)));
    }

    @Test
    void pongAfterTheLengthShowsThatItWorks() throws Exception {
        SilentConnection connection = open(PING);
        assertThat(connection.at(tick(4)).state()).isEqualTo(State.SILENT);
        assertThat(connection.at(tick(4)).age()).isEqualTo(Duration.ofSeconds(4));
        assertThat(connection.at(tick(10.5)).state()).isEqualTo(State.ASKED);
        connection.pong(TimeUnit.MILLISECONDS.toNanos(30), tick(10.6));
        connection.act(tick(10.7));
        connection.act(tick(10.8));
        IdleConnection seen = connection.at(tick(20));
        assertThat(seen)
                .isEqualTo(new IdleConnection(
                        LENGTH, State.ANSWERED, Duration.ofSeconds(1), LENGTH, LENGTH, Heard.NOTHING, null, ""));
        assertThat(closed).containsExactly("1000 MAX_LIFETIME");
        assertThat(connection.roundTrip()).isEqualTo(Duration.ofMillis(30));
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void endWhileItIsSilentIsExactAndSaysWho() throws Exception {
        SilentConnection connection = open(PING);
        drop(connection, Reason.CLOSED_BY_PEER, 4001, 5);
        IdleConnection seen = connection.at(tick(20));
        assertThat(seen.state()).isEqualTo(State.ENDED);
        assertThat(seen.age()).isEqualTo(Duration.ofSeconds(5)).isEqualTo(seen.silence());
        assertThat(seen.end()).isEqualTo(new End(Ender.CLOSE, 4001));
    }

    @Test
    void endThatComesJustWithTheQuestionIsNoAnswer() throws Exception {
        SilentConnection connection = open(PING);
        drop(connection, Reason.CONNECTION_CLOSED, 1006, 10.1);
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.ENDED);
        assertThat(connection.at(tick(20)).age()).isEqualTo(Duration.ofMillis(10_100));
    }

    @Test
    void endAfterItHasAskedIsTheAnswerOfAPathThatForgot() throws Exception {
        SilentConnection connection = open(PING);
        drop(connection, Reason.CONNECTION_RESET, 1006, 10.3);
        IdleConnection seen = connection.at(tick(20));
        assertThat(seen.state()).isEqualTo(State.LOST);
        assertThat(seen.age()).isEqualTo(LENGTH);
        assertThat(seen.end()).isEqualTo(new End(Ender.RST, null));
    }

    @Test
    void pongThatIsMissedIsTheEndOfNobody() throws Exception {
        SilentConnection connection = open(PING);
        drop(connection, Reason.PONG_MISSED, null, 12.1);
        assertThat(connection.at(tick(20)).end()).isEqualTo(new End(Ender.NOBODY, null));
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.LOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPORTER_LIMIT", "INTERNAL_ERROR"})
    void limitOfThisMachineIsNoEndOfTheTargets(Reason reason) throws Exception {
        SilentConnection connection = open(PING);
        drop(connection, reason, null, 5);
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.GIVEN_UP);
        assertThat(connection.at(tick(20)).end()).isNull();
    }

    @Test
    void whatTheServerSaysPutsItsSilenceOff() throws Exception {
        SilentConnection connection = open(PING);
        connection.message(Type.TEXT, 5, true, 0, 0, tick(1));
        connection.controlFrame(tick(3));
        IdleConnection seen = connection.at(tick(9));
        assertThat(seen.silence()).isEqualTo(Duration.ofSeconds(6));
        assertThat(seen.heard()).isEqualTo(new Heard(1, 1, Duration.ofSeconds(6)));
        assertThat(seen.isBusy()).isFalse();
        connection.controlFrame(tick(9));
        drop(connection, Reason.CONNECTION_CLOSED, 1006, 9.5);
        assertThat(connection.at(tick(20)).silence())
                .as("a farewell changes nothing")
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void closeThatIsAnsweredShowsThatItWorks() throws Exception {
        SilentConnection connection = open(CLOSE);
        connection.act(tick(10.1));
        assertThat(closed).isEmpty();
        connection.act(tick(10.25));
        assertThat(closed).containsExactly("1000 MAX_LIFETIME");
        assertThat(connection.at(tick(10.3)).state()).isEqualTo(State.ASKED);
        connection.ended(new HoldEnd(Ours.MAX_LIFETIME, 1000, "words", tick(10.4)));
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void closeThatNobodyAnswersShowsThatItIsLost() throws Exception {
        SilentConnection connection = open(CLOSE);
        connection.act(tick(10.25));
        connection.ended(new HoldEnd(Ours.MAX_LIFETIME, null, "words", tick(11.26)));
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.LOST);
        assertThat(connection.at(tick(20)).end()).isEqualTo(new End(Ender.NOBODY, null));
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_RESET, LOST, RST",
        "CONNECTION_CLOSED, LOST, FIN",
        "PROTOCOL_ERROR, LOST, VIOLATION",
        "EXPORTER_LIMIT, GIVEN_UP,"
    })
    void whatComesInThePlaceOfACloseIsNoAnswer(Reason instead, State state, @Nullable Ender by) throws Exception {
        SilentConnection connection = open(CLOSE);
        connection.act(tick(10.25));
        connection.ended(new HoldEnd(Ours.MAX_LIFETIME, null, "words", tick(10.3), instead));
        IdleConnection seen = connection.at(tick(20));
        assertThat(seen.state()).isEqualTo(state);
        assertThat(seen.end()).isEqualTo(by == null ? null : new End(by, null));
        assertThat(seen.detail()).isEqualTo("words");
    }

    @Test
    void endBeforeTheCloseWentOutIsAnEnd() throws Exception {
        SilentConnection connection = open(CLOSE);
        connection.act(tick(10.25));
        drop(connection, Reason.CONNECTION_CLOSED, 1006, 10.22);
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.ENDED);
    }

    @Test
    void withoutAnyQuestionItWorksIfItIsOpen() throws Exception {
        SilentConnection connection = open(Asking.byNothing());
        connection.act(tick(10.25));
        assertThat(connection.at(tick(11)).state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void whatIsGivenUpSaysNothingAboutTheTarget() throws Exception {
        SilentConnection connection = open(PING);
        connection.giveUp(1001, Ours.SHUTDOWN, tick(4));
        connection.ended(new HoldEnd(Ours.SHUTDOWN, null, "words", tick(5)));
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.GIVEN_UP);
        assertThat(connection.at(tick(20)).age()).isEqualTo(Duration.ofSeconds(4));
        assertThat(closed).containsExactly("1001 SHUTDOWN");
    }

    @Test
    void whatCannotBeOpenedSaysWhy() throws Exception {
        SilentConnection connection = begun(PING);
        connection.failed(
                FakeProber.result(
                        request(),
                        new Outcome.Failed(
                                Failure.ofExporter(Phase.CONNECT, ExporterLimit.DESCRIPTORS, "too many open files"))),
                tick(0));
        assertThat(connection.at(tick(20)).state()).isEqualTo(State.NOT_OPENED);
        assertThat(connection.at(tick(20)).detail()).isEqualTo("connect/exporter_limit: too many open files");
    }

    private final class FakeHeld implements Holder.Held {
        @Override
        public void send(String text) {}

        @Override
        public void await(@Nullable String text) {}

        @Override
        public void close(int code, Ours why) {
            closed.add(code + " " + why);
        }

        @Override
        public long unwrittenBytes() {
            return 0;
        }

        @Override
        public CompletionStage<Void> released() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
