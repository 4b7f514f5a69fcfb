package dev.websocketexporter.render;

import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.Heard;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive.Outcome;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit.Basis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trials of idle connections, for the tests of their views. */
final class SampleTrials {
    static final End FIN = new End(Ender.FIN, null);
    static final End NOBODY = new End(Ender.NOBODY, null);
    static final String NO_CLOSE = "the server ended the connection without a Close";

    private SampleTrials() {}

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    static IdleConnection connection(State state, double length, double age, @Nullable End end, String detail) {
        return new IdleConnection(
                seconds(length), state, Duration.ZERO, seconds(age), seconds(age), Heard.NOTHING, end, detail);
    }

    static IdleReport report(
            Question question, IdleVerdict verdict, @Nullable KeepAlive keepAlive, List<IdleConnection> connections) {
        return report(question, false, verdict, keepAlive, connections);
    }

    /** Of a server that ends a connection at a ping. */
    static IdleReport endingAtPings(IdleVerdict verdict) {
        return report(Question.CLOSE, true, verdict, null, List.of());
    }

    private static IdleReport report(
            Question question,
            boolean endsAtPing,
            IdleVerdict verdict,
            @Nullable KeepAlive keepAlive,
            List<IdleConnection> connections) {
        return new IdleReport(
                Duration.ofMinutes(5),
                question,
                question == Question.PING ? "" : "a fresh connection got no pong within 2000 ms",
                question == Question.PING ? Duration.ofNanos(520_000) : null,
                endsAtPing,
                connections,
                verdict,
                keepAlive,
                false);
    }

    /** As it was measured with nginx 1.22.1 and its default limit. */
    static IdleReport nginx() {
        List<IdleConnection> connections = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            double length = Math.pow(49.5, i / 13.0);
            connections.add(connection(State.ANSWERED, length, length, null, ""));
        }
        for (int i = 0; i < 6; i++) {
            connections.add(connection(State.ENDED, 66.8 + 40 * i, 60.01 + i / 1000.0, FIN, NO_CLOSE));
        }
        return report(
                Question.PING,
                new Limit(seconds(60.01), seconds(60.01), seconds(60.02), 6, FIN, NO_CLOSE, Basis.SILENCE, false),
                new KeepAlive(Duration.ofSeconds(26), Outcome.KEPT, seconds(72), null, ""),
                connections);
    }

    /** As it was measured with a server that hears nothing any more after 45 s of silence. */
    static IdleReport halfOpen() {
        List<IdleConnection> connections = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            double length = Math.pow(36.3, i / 12.0);
            connections.add(connection(State.ANSWERED, length, length, null, ""));
        }
        connections.add(connection(State.LOST, 48.9, 48.9, NOBODY, "no pong came in time"));
        connections.add(connection(State.LOST, 66, 66, NOBODY, "no pong came in time"));
        connections.add(connection(State.GIVEN_UP, 89, 68.1, null, ""));
        connections.add(connection(State.GIVEN_UP, 120, 68.2, null, ""));
        return report(
                Question.PING,
                new HalfOpen(seconds(36.3), seconds(48.9), 2, NOBODY),
                new KeepAlive(Duration.ofSeconds(16), Outcome.KEPT, seconds(58.7), null, ""),
                connections);
    }
}
