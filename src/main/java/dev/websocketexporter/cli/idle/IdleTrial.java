package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleReport;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive;
import dev.websocketexporter.probe.idle.IdleReport.KeepAlive.Outcome;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.watch.Holder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how long a target lets a connection be idle, who ends it, and whether pings help. One use; only {@link #interrupt}
 * may be called on another thread.
 */
public final class IdleTrial {
    /** How long a fresh connection is silent before it pings. */
    private static final Duration FIRST_PING = Duration.ofMillis(200);

    /** Of the limit, the interval of pings: less than half. */
    private static final double INTERVAL = 0.45;

    /** Of the limit, the age at which a connection with pings is sure to have outlived it. */
    private static final double OUTLIVED = 1.2;

    /** So long at most a server that answers no Close keeps the answer from its reader, whatever the module grants it. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(2);

    /** After the patience with a Close, for the end of TCP. */
    private static final Duration PARTING = Duration.ofMillis(1_500);

    private final ProbeRequest request;
    private final Ticker ticker;
    private final Rounds rounds;

    /** @param request how each connection is opened, and within what time */
    public IdleTrial(Holder holder, ProbeRequest request, Ticker ticker, Watcher watcher) {
        this.request = request;
        this.ticker = ticker;
        this.rounds = new Rounds(holder, ticker, watcher);
    }

    /** Ends the trial soon, with what is known until then. */
    public void interrupt() {
        rounds.interrupt();
    }

    /**
     * Blocks until the answer is known, or nothing was lost until the longest silence.
     *
     * @param lengths of silence, ascending, at least one
     * @param base the probe before, which succeeded
     */
    public IdleReport run(List<Duration> lengths, ProbeResult base) throws InterruptedException {
        Asked asked = howToAsk(base);
        List<SilentConnection> round = lengths.stream()
                .map(length -> rounds.silent(length, asked.asking(length)))
                .toList();
        IdleVerdict verdict = asked.refusal == null
                ? rounds.hold(round, asked.request, null)
                : new Unknown(Duration.ZERO, asked.refusal);
        List<IdleConnection> seen = asked.refusal == null ? Rounds.at(round, ticker.read()) : List.of();
        KeepAlive keepAlive = !asked.endsAtPing && needsPings(verdict) ? keepAlive(verdict, asked) : null;
        rounds.part(patience().plus(PARTING));
        return new IdleReport(
                lengths.get(lengths.size() - 1),
                asked.question,
                asked.detail,
                asked.roundTrip,
                asked.endsAtPing,
                seen,
                verdict,
                keepAlive,
                rounds.isInterrupted());
    }

    private Duration patience() {
        Duration granted = request.module().closing().timeout();
        return granted.compareTo(LONGEST_PATIENCE) < 0 ? granted : LONGEST_PATIENCE;
    }

    /**
     * How the server can be asked whether a connection works.
     *
     * @param detail in words why not with pings; empty: with pings
     * @param roundTrip of a ping; absent: it is asked otherwise
     * @param endsAtPing whether it ended a fresh connection at a ping
     * @param request how connections are opened that are asked so
     * @param refusal why no connection can be held; absent: they can
     */
    private record Asked(
            Question question,
            String detail,
            @Nullable Duration roundTrip,
            boolean endsAtPing,
            ProbeRequest request,
            @Nullable String refusal) {
        Asking asking(Duration length) {
            return switch (question) {
                case PING -> Asking.byPing(length, pongTimeout());
                case CLOSE -> Asking.byClose();
                case NONE -> Asking.byNothing();
            };
        }

        Duration pongTimeout() {
            return request.module().conversation().heartbeat().timeout();
        }
    }

    /** A ping on a fresh connection shows whether the server answers any. */
    private Asked howToAsk(ProbeResult base) throws InterruptedException {
        if (request.module().conversation().heartbeat().accept() == Accept.NONE) {
            return otherwise(base, "the module says that the server answers no pings");
        }
        Asked byPing = new Asked(Question.PING, "", null, false, accepting(Accept.ANY_PONG), null);
        SilentConnection fresh = rounds.silent(FIRST_PING, byPing.asking(FIRST_PING));
        IdleVerdict unused = rounds.hold(List.of(fresh), byPing.request, null);
        IdleConnection seen = fresh.at(ticker.read());
        return switch (seen.state()) {
            case ANSWERED -> new Asked(Question.PING, "", fresh.roundTrip(), false, byPing.request, null);
            case LOST -> afterPing(base, seen, byPing.pongTimeout());
            case ENDED -> otherwise(base, "a fresh connection ended before it could ping: " + seen.detail());
            default -> new Asked(withoutPings(base), "", null, false, accepting(Accept.NONE), seen.detail());
        };
    }

    private Asked afterPing(ProbeResult base, IdleConnection seen, Duration timeout) {
        End end = seen.end();
        if (end == null || end.by() == Ender.NOBODY) {
            return otherwise(base, "a fresh connection got no pong within " + timeout.toMillis() + " ms");
        }
        String detail = "a ping ends a fresh connection: " + seen.detail();
        return new Asked(withoutPings(base), detail, null, true, accepting(Accept.NONE), null);
    }

    private Asked otherwise(ProbeResult base, String detail) {
        return new Asked(withoutPings(base), detail, null, false, accepting(Accept.NONE), null);
    }

    /** Whoever ends the connection at a Close without one of its own would answer just as something that has forgotten it. */
    private static Question withoutPings(ProbeResult base) {
        CloseReport close = base.close();
        Integer code = close == null ? null : close.code();
        return code == null || code == CloseCode.ABNORMAL ? Question.NONE : Question.CLOSE;
    }

    private ProbeRequest accepting(Accept accept) {
        Conversation conversation = request.module().conversation();
        return new ProbeRequest(
                request.target(),
                request.module().with(conversation.with(conversation.heartbeat().with(accept))),
                request.hostOverride(),
                request.policy(),
                request.budget(),
                request.params());
    }

    private boolean needsPings(IdleVerdict verdict) {
        Duration limit = verdict.limit();
        return limit != null && limit.compareTo(Judge.SHORTEST_LIMIT) >= 0 && !rounds.isInterrupted();
    }

    /** Pings often enough for the shortest that the limit may be, for longer than the longest. */
    private KeepAlive keepAlive(IdleVerdict verdict, Asked asked) throws InterruptedException {
        Duration interval = roundedDown(times(shortest(verdict), INTERVAL));
        Duration length = times(longest(verdict), OUTLIVED);
        SilentConnection pinging = rounds.silent(length, asked.asking(length).pinging(interval, asked.pongTimeout()));
        IdleVerdict unused = rounds.hold(List.of(pinging), asked.request, interval);
        IdleConnection seen = pinging.at(ticker.read());
        Outcome outcome = switch (seen.state()) {
            case ANSWERED -> Outcome.KEPT;
            case LOST, ENDED -> Outcome.LOST;
            default -> Outcome.UNKNOWN;
        };
        return new KeepAlive(interval, outcome, seen.age(), seen.end(), seen.detail());
    }

    private static Duration shortest(IdleVerdict verdict) {
        if (verdict instanceof Limit limit) {
            return limit.least();
        }
        HalfOpen halfOpen = (HalfOpen) verdict;
        return halfOpen.works().isZero() ? halfOpen.lost() : halfOpen.works();
    }

    private static Duration longest(IdleVerdict verdict) {
        return verdict instanceof Limit limit ? limit.most() : ((HalfOpen) verdict).lost();
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }

    /** To two digits, as somebody would write it into a configuration; at least 10 ms. */
    private static Duration roundedDown(Duration duration) {
        long millis = Math.max(10, duration.toMillis());
        long unit = 1;
        while (millis / unit >= 100) {
            unit *= 10;
        }
        return Duration.ofMillis(millis / unit * unit);
    }
}
