package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit;
import dev.websocketexporter.probe.idle.IdleVerdict.Limit.Basis;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle;
import dev.websocketexporter.probe.idle.IdleVerdict.NeverIdle.Speech;
import dev.websocketexporter.probe.idle.IdleVerdict.NoLimit;
import dev.websocketexporter.probe.idle.IdleVerdict.Unknown;
import dev.websocketexporter.probe.idle.IdleVerdict.Unsteady;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows from connections as they are now. */
final class Judge {
    /** One that lives so much longer than another that was ended contradicts it. */
    private static final double TOLERANCE = 0.1;

    private static final Duration LEAST_TOLERANCE = Duration.ofMillis(500);

    /** If all are ended in one moment, their ages differ as the moments do in which they were opened. */
    private static final Duration TOLERANCE_TOGETHER = Duration.ofMillis(1_500);

    /** So many that are lost in silence are no accident. */
    private static final int ENOUGH_LOST = 2;

    /** So many ends tell a common moment from a common age. */
    private static final int ENOUGH_ENDED = 3;

    private static final Duration LEAST_SPREAD = Duration.ofMillis(200);

    /** Who is ended sooner was never let in. */
    static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);

    private final List<IdleConnection> all;
    private final List<IdleConnection> ended;
    private final List<IdleConnection> lost;

    private Judge(List<IdleConnection> all) {
        this.all = all;
        this.ended = in(State.ENDED);
        this.lost = in(State.LOST);
    }

    /**
     * A verdict.
     *
     * @param settled whether nothing that is still to come can change it
     */
    record Judgement(IdleVerdict verdict, boolean settled) {}

    static Judgement of(List<IdleConnection> connections) {
        return new Judge(connections).judgement();
    }

    private Judgement judgement() {
        if (!ended.isEmpty()) {
            return ofEnded();
        }
        if (!lost.isEmpty()) {
            return ofLost();
        }
        boolean settled = all.stream().noneMatch(IdleConnection::isWaiting);
        if (!settled || in(State.ANSWERED).isEmpty()) {
            return new Judgement(new Unknown(works(), settled ? whyNone() : ""), settled);
        }
        IdleConnection oldest =
                Objects.requireNonNull(longest(in(State.ANSWERED), Comparator.comparing(IdleConnection::age)));
        return new Judgement(
                oldest.isBusy()
                        ? new NeverIdle(
                                oldest.age().dividedBy(oldest.heard().times()),
                                oldest.silence(),
                                oldest.age(),
                                speech(oldest))
                        : new NoLimit(works()),
                true);
    }

    private static Speech speech(IdleConnection connection) {
        return connection.heard().pings() >= connection.heard().messages() ? Speech.PINGS : Speech.MESSAGES;
    }

    private String whyNone() {
        return all.stream()
                .filter(one -> !one.detail().isEmpty())
                .map(IdleConnection::detail)
                .findFirst()
                .orElse("");
    }

    /** An end that was told: those that are silent for longer have seen it too, or else it is no limit. */
    private Judgement ofEnded() {
        IdleConnection first =
                ended.stream().min(Comparator.comparing(IdleConnection::age)).orElseThrow();
        Basis basis = first.isBusy() ? Basis.AGE : Basis.SILENCE;
        List<Duration> times =
                ended.stream().map(one -> time(one, basis)).sorted().toList();
        Duration after = times.get(0);
        boolean together = together();
        Duration until = after.plus(tolerance(after, together ? TOLERANCE_TOGETHER : LEAST_TOLERANCE));
        boolean anyUndecided =
                all.stream().anyMatch(one -> one.isWaiting() && time(one, basis).compareTo(until) <= 0);
        List<IdleConnection> others = all.stream()
                .filter(one -> one.state() != State.GIVEN_UP && one.state() != State.NOT_OPENED)
                .filter(one -> time(one, basis).compareTo(until) > 0)
                .toList();
        if (others.isEmpty() && isNoLimit(first, after)) {
            return new Judgement(new Unknown(works(), whyNotIdle(first)), !anyUndecided);
        }
        if (others.isEmpty()) {
            return new Judgement(
                    new Limit(
                            times.get(times.size() / 2),
                            after,
                            times.get(times.size() - 1),
                            ended.size(),
                            endOf(first),
                            first.detail(),
                            basis,
                            together),
                    !anyUndecided);
        }
        Duration lived =
                time(Objects.requireNonNull(longest(others, Comparator.comparing(one -> time(one, basis)))), basis);
        return new Judgement(
                new Unsteady(after, lived, ended.size() + lost.size(), endOf(first), first.detail()),
                all.stream().noneMatch(IdleConnection::isWaiting));
    }

    /** Whoever is ended at once was never let in, and whoever ends it for what the server sends is this side. */
    private static boolean isNoLimit(IdleConnection first, Duration after) {
        return after.compareTo(SHORTEST_LIMIT) < 0 || endOf(first).by() == Ender.VIOLATION;
    }

    private static String whyNotIdle(IdleConnection first) {
        return (endOf(first).by() == Ender.VIOLATION
                        ? "what the server sends ends each connection: "
                        : "each connection is ended as soon as it is open: ")
                + first.detail();
    }

    private static Duration tolerance(Duration after, Duration least) {
        Duration part = Duration.ofNanos(Math.round(after.toNanos() * TOLERANCE));
        return part.compareTo(least) > 0 ? part : least;
    }

    private static Duration time(IdleConnection connection, Basis basis) {
        return basis == Basis.SILENCE ? connection.silence() : connection.age();
    }

    /** Whether the moments of the ends are closer together than the ages: they were opened over a second or so. */
    private boolean together() {
        if (ended.size() < ENOUGH_ENDED) {
            return false;
        }
        Duration ages = spread(ended.stream().map(IdleConnection::age).toList());
        Duration moments = spread(
                ended.stream().map(one -> one.openedAfter().plus(one.age())).toList());
        return ages.compareTo(LEAST_SPREAD) > 0 && moments.multipliedBy(4).compareTo(ages) < 0;
    }

    private static Duration spread(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() - 1).minus(sorted.get(0));
    }

    /** Nobody told of an end: all that were silent for less have answered, and all for more must not. */
    private Judgement ofLost() {
        IdleConnection first =
                lost.stream().min(Comparator.comparing(IdleConnection::silence)).orElseThrow();
        Duration least = first.silence();
        Duration lived = works();
        if (lived.compareTo(least) > 0) {
            return new Judgement(
                    new Unsteady(least, lived, lost.size(), endOf(first), first.detail()),
                    all.stream().noneMatch(IdleConnection::isWaiting));
        }
        boolean shorterToCome =
                all.stream().anyMatch(one -> one.isWaiting() && one.length().compareTo(first.length()) <= 0);
        boolean longerToCome = all.stream().anyMatch(IdleConnection::isWaiting);
        return new Judgement(
                new HalfOpen(lived, least, lost.size(), endOf(first)),
                !shorterToCome && (lost.size() >= ENOUGH_LOST || !longerToCome));
    }

    private static End endOf(IdleConnection connection) {
        return Objects.requireNonNull(connection.end());
    }

    /** The longest silence after which a connection worked. */
    private Duration works() {
        IdleConnection best = longest(in(State.ANSWERED), Comparator.comparing(IdleConnection::silence));
        return best == null ? Duration.ZERO : best.silence();
    }

    private static @Nullable IdleConnection longest(List<IdleConnection> connections, Comparator<IdleConnection> by) {
        return connections.stream().max(by).orElse(null);
    }

    private List<IdleConnection> in(State state) {
        return all.stream().filter(one -> one.state() == state).toList();
    }
}
