package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way to fail.
 *
 * @param name what the target does
 * @param phase where the probe must fail
 * @param reason why it must
 * @param scene sets the target up
 * @param engine what is special about the engine; mostly nothing
 * @param timed the phase that has the time of the failure: mostly the one that fails; null: none had begun
 * @param facts what else must be so
 */
record GridRow(
        String name,
        Phase phase,
        Reason reason,
        Scene scene,
        UnaryOperator<EngineSettings> engine,
        @Nullable Phase timed,
        Facts facts) {
    GridRow(String name, Phase phase, Reason reason, Scene scene, UnaryOperator<EngineSettings> engine) {
        this(name, phase, reason, scene, engine, phase, seen -> {});
    }

    /** Sets up a target that fails, and says how to probe it. */
    @FunctionalInterface
    interface Scene {
        ProbeRequest set(Stage stage) throws IOException;
    }

    /** Holds what is seen against what must be so. */
    @FunctionalInterface
    interface Facts {
        void check(Seen seen);

        default Facts and(Facts more) {
            return seen -> {
                check(seen);
                more.check(seen);
            };
        }
    }

    static GridRow of(String name, Phase phase, Reason reason, Scene scene) {
        return new GridRow(name, phase, reason, scene, UnaryOperator.identity());
    }

    /** The same, but what went wrong is not of the phase in which it came to light; null: none had begun. */
    GridRow timedIn(@Nullable Phase other) {
        return new GridRow(name, phase, reason, scene, engine, other, facts);
    }

    /** The same by an engine with something special. */
    GridRow by(UnaryOperator<EngineSettings> special) {
        return new GridRow(name, phase, reason, scene, special, timed, facts);
    }

    /** The same, and this must be so too. */
    GridRow where(Facts more) {
        return new GridRow(name, phase, reason, scene, engine, timed, facts.and(more));
    }

    @Override
    public String toString() {
        return phase.label() + "/" + reason.label() + ": " + name;
    }
}
