package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An exporter that is asked for ten probes a second, and the processor time that it uses between two marks. */
final class Paced {
    static final int PER_SECOND = 10;

    /** Half of the time between two probes: two exporters never work at the same time on purpose. */
    static final Duration BETWEEN = Duration.ofMillis(500 / PER_SECOND);

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Subject subject;
    private final long origin;
    private final SteadyLoad load;
    private final List<Mark> marks = new ArrayList<>();

    /** @param cpuSeconds since the process was executed */
    private record Mark(double second, double cpuSeconds) {}

    private Paced(Subject subject, long origin, SteadyLoad load) {
        this.subject = subject;
        this.origin = origin;
        this.load = load;
    }

    /**
     * @param origin from which seconds count, by {@link System#nanoTime}
     * @param offset of its requests from those of an exporter with none
     */
    static Paced begin(EventLoop loop, Subject subject, List<String> paths, long origin, Duration offset) {
        SteadyLoad load = SteadyLoad.begin(loop, subject.port(), paths, origin, PER_SECOND, offset.toNanos());
        return new Paced(subject, origin, load);
    }

    /**
     * Asks ten times a second until it is answered with 200; if it never is, ends the exporter.
     *
     * @return how long after its execution that was, in s
     */
    static double awaitOk(Subject subject, String path) {
        try {
            Conditions.await(
                    READY_WITHIN,
                    () -> isOk(subject, path),
                    () -> path + " is not answered with 200: "
                            + subject.process().said());
        } catch (RuntimeException | AssertionError e) {
            subject.close();
            throw e;
        }
        return secondsSince(subject.process().startedAtNanos());
    }

    /** Each question costs cold code of the exporter: there are few. */
    private static boolean isOk(Subject subject, String path) {
        boolean ok = StartUps.get(subject.port(), path).startsWith("HTTP/1.1 200");
        if (!ok) {
            pause(BETWEEN_QUESTIONS);
        }
        return ok;
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOS_PER_SECOND;
    }

    static void pause(Duration duration) {
        pauseUntil(System.nanoTime() + duration.toNanos());
    }

    static void pauseUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    Subject subject() {
        return subject;
    }

    /** Its execution is the first mark: nothing was used before it. */
    void markExecution() {
        marks.add(new Mark(0, 0));
    }

    void mark() {
        marks.add(new Mark(secondsSince(origin), subject.cpuSeconds()));
    }

    /** Ends the load, and returns what was between each two marks. */
    List<Piece> end() {
        List<Answer> answers = load.end();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 1; i < marks.size(); i++) {
            Mark from = marks.get(i - 1);
            Mark to = marks.get(i);
            pieces.add(new Piece(
                    from.second(),
                    to.second(),
                    to.cpuSeconds() - from.cpuSeconds(),
                    answers.stream()
                            .filter(answer -> answer.second() >= from.second() && answer.second() < to.second())
                            .toList()));
        }
        return pieces;
    }
}
