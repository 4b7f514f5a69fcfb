package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.server.handlers.WatchHandler;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.EntityTag;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.WatchRow;
import dev.websocketexporter.server.recording.WatchRows;
import dev.websocketexporter.server.recording.WatchStanding;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/watch}: how the connections are that are held open, a row for each target. */
public final class WatchApi {
    static final int USUAL_CONNECTIONS = 10;

    private final WatchRows watch;

    public WatchApi(WatchRows watch) {
        this.watch = watch;
    }

    /**
     * What is asked for.
     *
     * @param connections at most so many of each target are told one by one
     */
    private record Wanted(
            @Nullable String watch,
            @Nullable Target target,
            @Nullable WatchStanding state,
            int limit,
            int connections) {
        static Wanted of(Filters filters) throws HttpErrorException {
            return new Wanted(
                    filters.watch(),
                    filters.target(),
                    filters.watchState(),
                    filters.number("limit", TargetsApi.USUAL, 1, TargetsApi.MOST),
                    filters.number("connections", USUAL_CONNECTIONS, 0, WatchSettings.MOST_CONNECTIONS));
        }

        boolean accepts(WatchRow row) {
            TargetFigures figures = row.figures();
            return (watch == null || watch.equals(row.watch()))
                    && (target == null || target.equals(figures.watched().target()))
                    && (state == null || state == row.standing());
        }
    }

    /** Those that are down first. */
    public void list(Context context) throws HttpErrorException {
        Wanted wanted =
                Wanted.of(Filters.of(context.queryString(), "watch", "target", "state", "limit", "connections"));
        WatchHandler.requireConfigured(watch);
        List<WatchRow> rows = watch.rows().stream()
                .filter(wanted::accepts)
                .limit(wanted.limit())
                .toList();
        byte[] body = JsonWriter.utf8(json -> json.list(rows, row -> WatchJson.write(json, row, wanted.connections())));
        Answers.okUnlessKnown(context, Answers.JSON, EntityTag.of(body), () -> body);
    }
}
