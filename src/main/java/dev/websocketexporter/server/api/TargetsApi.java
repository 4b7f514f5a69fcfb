package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.render.json.ProbeJson;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.RecentOutcomes;
import dev.websocketexporter.server.recording.TargetRow;
import dev.websocketexporter.server.recording.TargetState;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/targets}: how each target is by its last probe with each module, and since when. */
public final class TargetsApi {
    static final int USUAL = 500;
    static final int MOST = 1_000;

    private static final String UP = "up";
    private static final String DOWN = "down";

    private final History history;
    private final Versions versions;

    public TargetsApi(History history, Versions versions) {
        this.history = history;
        this.versions = versions;
    }

    /** The ones that are down first. */
    public void list(Context context) throws HttpErrorException {
        Filters filters = Filters.of(context.queryString(), "target", "module", "state", "key", "limit", "cells");
        Target target = filters.target();
        String module = filters.module();
        Boolean up = filters.either("state", UP, DOWN);
        Long key = filters.key();
        int limit = filters.number("limit", USUAL, 1, MOST);
        int cells = filters.number("cells", RecentOutcomes.MOST, 0, RecentOutcomes.MOST);
        versions.answer(context, json -> {
            List<TargetState> chosen = history.targets().stream()
                    .filter(row -> target == null || row.target().equals(target))
                    .filter(row -> module == null || row.module().equals(module))
                    .filter(row -> up == null || up == row.up())
                    .filter(row -> key == null || key == row.key())
                    .toList();
            List<TargetRow> rows =
                    TargetRow.of(chosen).stream().limit(limit).toList();
            json.list(rows, row -> write(json, row.target(), row.state(), cells));
        });
    }

    private static void write(JsonWriter json, String target, TargetState row, int cells) {
        json.object(() -> {
            json.number("key", row.key());
            json.text("target", target);
            json.text("module", row.module());
            json.text("hostname", hostname(row.hostOverride()));
            json.text("state", row.up() ? UP : DOWN);
            json.time("since", row.since());
            json.time("time", row.time());
            json.seconds("duration_seconds", row.duration());
            json.number("last_id", row.lastId());
            ProbeJson.failure(json, row.failure());
            ProbeJson.phases(json, row.phases());
            json.time("earliest_expiry", row.earliestExpiry());
            json.share("availability", row.outcomes().availability());
            json.list(
                    "cells",
                    row.outcomes().last(cells),
                    cell -> json.object(() -> {
                        json.time("time", cell.time());
                        json.flag("success", cell.success());
                        json.seconds("duration_seconds", cell.duration());
                    }));
        });
    }

    private static @Nullable String hostname(@Nullable HostOverride override) {
        return override == null ? null : override.hostHeader();
    }
}
