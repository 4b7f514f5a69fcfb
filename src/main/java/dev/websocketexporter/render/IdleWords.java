package dev.websocketexporter.render;

import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit.Basis;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.idle.IdleVerdict.Unsteady;
import dev.websocketexporter.probe.module.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trial of idle connections has found, in words. */
public final class IdleWords {
    private static final int MILLIS_OF_A_SECOND = 1_000;
    private static final int SECONDS_OF_A_MINUTE = 60;

    private static final String ENDS_AT_PING = "the server ends a connection at a ping";

    private IdleWords() {}

    /** {@code 250 ms}, {@code 5 s}, {@code 62.5 s}, {@code 5 min}, {@code 7 min 30 s}. */
    public static String span(Duration duration) {
        long millis = Math.round(duration.toNanos() / 1e6);
        if (millis < MILLIS_OF_A_SECOND) {
            return millis + " ms";
        }
        long tenths = Math.round(millis / 100.0);
        if (tenths < 2 * 10 * SECONDS_OF_A_MINUTE) {
            return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
        }
        long seconds = Math.round(millis / (double) MILLIS_OF_A_SECOND);
        long rest = seconds % SECONDS_OF_A_MINUTE;
        return seconds / SECONDS_OF_A_MINUTE + " min" + (rest == 0 ? "" : " " + rest + " s");
    }

    /** The answer in a sentence, without its full stop. */
    public static String answer(IdleReport report) {
        IdleVerdict verdict = report.verdict();
        if (verdict instanceof Limit limit) {
            return limit.basis() == Basis.SILENCE
                    ? "an idle connection is ended after " + span(limit.after()) + ": " + who(limit.end())
                    : "a connection is ended after " + span(limit.after()) + ", though it is not idle: "
                            + who(limit.end());
        }
        if (verdict instanceof HalfOpen lost) {
            return "an idle connection is lost "
                    + (lost.works().isZero()
                            ? "within " + span(lost.lost())
                            : "after " + span(lost.works()) + " to " + span(lost.lost()) + ", about "
                                    + span(lost.limit()))
                    + (lost.end().by() == Ender.NOBODY
                            ? ", and nobody ends it: half-open"
                            : ", and only who speaks then finds out: " + who(lost.end()));
        }
        if (verdict instanceof NoLimit none) {
            return report.question() == Question.NONE
                    ? "nobody ends an idle connection within " + span(none.silence())
                    : "no limit up to " + span(none.silence()) + ": an idle connection still works";
        }
        if (verdict instanceof NeverIdle never) {
            return "the server " + (never.speaks() == NeverIdle.Speech.PINGS ? "pings" : "sends messages")
                    + " about every "
                    + span(never.every()) + ", so no connection was idle for longer than " + span(never.silence())
                    + "; none was lost in " + span(never.age());
        }
        if (verdict instanceof Unsteady unsteady) {
            return "no limit of idle time: " + count(unsteady.connections()) + " lost, the first after "
                    + span(unsteady.lost()) + " (" + who(unsteady.end()) + "), and others lived for up to "
                    + span(unsteady.lived());
        }
        return unknown((Unknown) verdict);
    }

    private static String unknown(Unknown unknown) {
        String why = unknown.detail().isEmpty() ? "" : ": " + unknown.detail();
        return unknown.works().isZero()
                ? "not known" + why
                : "not known" + why + "; an idle connection still works after " + span(unknown.works());
    }

    private static String count(int connections) {
        return connections == 1 ? "1 connection was" : connections + " connections were";
    }

    /** Who ended it: {@code Close 1001}, {@code FIN without a Close}. */
    public static String who(End end) {
        return switch (end.by()) {
            case CLOSE ->
                end.code() == null || end.code() == CloseCode.NO_STATUS
                        ? "a Close without a code"
                        : "Close " + end.code();
            case FIN -> "FIN without a Close";
            case RST -> "RST without a Close";
            case NOBODY -> "no answer and no end";
            case VIOLATION -> "after a violation of the protocol";
        };
    }

    /** What became of pings, in a phrase; absent: they were not tried. */
    public static @Nullable String pings(IdleReport report) {
        if (isWorseWithPings(report)) {
            return "none sent: " + ENDS_AT_PING;
        }
        KeepAlive pings = report.keepAlive();
        if (pings == null) {
            return null;
        }
        String every = "every " + span(pings.interval());
        return switch (pings.outcome()) {
            case KEPT -> every + " keep it alive: it worked after " + span(pings.age());
            case LOST ->
                every + " do not keep it alive: lost after " + span(pings.age())
                        + (pings.end() == null ? "" : ", " + who(pings.end()));
            case UNKNOWN ->
                every + ": not known"
                        + (pings.detail().isEmpty()
                                ? ", broken off after " + span(pings.age())
                                : ", " + pings.detail());
        };
    }

    /** What the answer means and what to do, a sentence each; empty: nothing. */
    public static List<String> advice(IdleReport report) {
        List<String> sentences = new ArrayList<>();
        IdleVerdict verdict = report.verdict();
        if (verdict instanceof Limit limit) {
            sentences.add(
                    limit.end().by() == Ender.CLOSE
                            ? "A Close comes from the WebSocket server itself: proxies send none."
                            : "Without a Close it is most likely the limit of a proxy or load balancer on the way, or of"
                                    + " a server that sends none.");
            if (limit.together()) {
                sentences.add("All were ended in the same moment, whatever their age: by something that looks at its"
                        + " connections from time to time, or by a restart; run it again to tell.");
            }
        } else if (verdict instanceof HalfOpen) {
            sentences.add(
                    "Something on the way has forgotten the connection, such as a NAT, a firewall or a load balancer;"
                            + " neither side learns of it until it speaks.");
        } else if (verdict instanceof Unsteady) {
            sentences.add("Something else ended them: a restart, a limit of connections, an unstable path.");
        } else if (verdict instanceof NoLimit && report.question() == Question.NONE) {
            sentences.add("The server answers neither pings nor a Close, so that a half-open path would not be seen.");
        }
        addAboutPings(report, sentences);
        return sentences;
    }

    /** There is a limit, and a ping would not put it off, but end the connection at once. */
    private static boolean isWorseWithPings(IdleReport report) {
        return report.endsAtPing() && report.verdict().limit() != null;
    }

    private static void addAboutPings(IdleReport report, List<String> sentences) {
        if (isWorseWithPings(report)) {
            sentences.add("Do not ping: " + ENDS_AT_PING
                    + "; messages of the application may keep it alive, or raise the limit.");
            return;
        }
        KeepAlive pings = report.keepAlive();
        if (pings == null) {
            return;
        }
        if (pings.outcome() == KeepAlive.Outcome.KEPT) {
            sentences.add("Ping at least every " + span(pings.interval())
                    + " (heartbeat.interval of a watch, and the clients' own), or raise the limit.");
        } else if (pings.outcome() == KeepAlive.Outcome.LOST) {
            sentences.add(
                    "Pings do not help: what counts may be messages of the application, or it is a limit of the whole life of"
                            + " a connection.");
        }
    }
}
