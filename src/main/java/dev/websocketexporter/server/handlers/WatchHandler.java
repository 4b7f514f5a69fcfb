package dev.websocketexporter.server.handlers;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.render.WatchExposition;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.WatchRows;
import io.javalin.http.Context;
import java.util.List;

/** {@code /watch}: the metrics of the connections that are held open. */
public final class WatchHandler {
    private final WatchRows watch;

    public WatchHandler(WatchRows watch) {
        this.watch = watch;
    }

    /** The figures are collected on the thread of the request, so that no event loop is the later for it. */
    public void metrics(Context context) throws HttpErrorException {
        requireConfigured(watch);
        List<TargetFigures> figures = watch.figures();
        Answers.longMetrics(context, (format, stream) -> WatchExposition.write(figures, format, stream));
    }

    /** Refuses where the configuration has nothing to watch. */
    public static void requireConfigured(WatchRows watch) throws HttpErrorException {
        if (!watch.areConfigured()) {
            throw HttpErrorException.notFound("no connection is held open, since the configuration has no watch"
                    + " (expected: a list watch beside modules; docs/watch.md has an example)");
        }
    }
}
