package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Reason;
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
 */
record GridRow(
        String name,
        Phase phase,
        Reason reason,
        Scene scene,
        UnaryOperator<EngineSettings> engine,
        @Nullable Phase timed) {
    GridRow(String name, Phase phase, Reason reason, Scene scene, UnaryOperator<EngineSettings> engine) {
        this(name, phase, reason, scene, engine, phase);
    }

    /** Sets up a target that fails, and says how to probe it. */
    @FunctionalInterface
    interface Scene {
        ProbeRequest set(Stage stage) throws IOException;
    }

    static GridRow of(String name, Phase phase, Reason reason, Scene scene) {
        return new GridRow(name, phase, reason, scene, UnaryOperator.identity());
    }

    /** The same, but what went wrong is not of the phase in which it came to light; null: none had begun. */
    GridRow timedIn(@Nullable Phase other) {
        return new GridRow(name, phase, reason, scene, engine, other);
    }

    @Override
    public String toString() {
        return phase.label() + "/" + reason.label() + ": " + name;
    }
}
