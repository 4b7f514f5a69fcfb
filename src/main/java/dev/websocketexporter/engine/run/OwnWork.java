package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.ExporterLimit;
import org.jspecify.annotations.Nullable;

/** Something that the exporter itself does for a run beside the run's event loop. */
public interface OwnWork {
    /** The run is over; called on its loop. */
    void cancel();

    /** What a probe fails for that waits for it to the end. */
    ExporterLimit limit();

    /** What of the exporter's it waits for, in words that follow "waiting for"; null: it is being done. */
    @Nullable
    String waitsFor();

    /**
     * How long it waited for the exporter before it was done, in ns; to be called when it is done.
     *
     * @param sinceBegun how long ago it began, in ns
     */
    long waitedNanos(long sinceBegun);
}
