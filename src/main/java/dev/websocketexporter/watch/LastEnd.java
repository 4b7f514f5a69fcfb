package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.watch.WallTime.Reading;
import org.jspecify.annotations.Nullable;

/**
 * How a connection last ended or could not be opened.
 *
 * @param cause a reason, {@link #FORBIDDEN}, or a purpose of the exporter's own
 * @param code the peer's close code; empty: it sent none
 * @param detail in words
 */
record LastEnd(long tick, String cause, String code, String detail) {
    /** What {@code target_policy} denies. */
    static final String FORBIDDEN = "forbidden";

    /** Of an opening that has failed; absent: it was given up on purpose, which says nothing about the target. */
    static @Nullable LastEnd of(ProbeResult failed, long tick) {
        if (failed.outcome() instanceof Outcome.Forbidden forbidden) {
            return new LastEnd(tick, FORBIDDEN, "", forbidden.detail());
        }
        Failure failure = failed.failure();
        return failure == null ? null : of(failure, tick);
    }

    static LastEnd of(Failure failure, long tick) {
        return new LastEnd(tick, failure.reason().label(), "", failure.detail());
    }

    static LastEnd of(HoldEnd end) {
        Integer code = end.code();
        return new LastEnd(end.tick(), end.cause().label(), code == null ? "" : code.toString(), end.detail());
    }

    TargetFigures.LastEnd figures(Reading wall) {
        return new TargetFigures.LastEnd(wall.at(tick), cause, code, detail);
    }
}
