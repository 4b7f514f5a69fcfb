package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.render.json.ProbeJson;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.CertificateLife;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.RecentOutcomes;
import dev.websocketexporter.server.recording.Standing;
import dev.websocketexporter.server.recording.TargetRow;
import dev.websocketexporter.server.recording.TargetState;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/targets}: how each target is by its last probe with each module, and since when. */
public final class TargetsApi {
    static final int USUAL = 500;
    static final int MOST = 1_000;

    private final History history;
    private final Versions versions;
    private final Clock clock;

    public TargetsApi(History history, Versions versions, Clock clock) {
        this.history = history;
        this.versions = versions;
        this.clock = clock;
    }

    /** The ones that are down first, and those that are not probed any more last. */
    public void list(Context context) throws HttpErrorException {
        Filters filters = Filters.of(context.queryString(), "target", "module", "state", "key", "limit", "cells");
        Target target = filters.target();
        String module = filters.module();
        Standing state = filters.state();
        Long key = filters.key();
        int limit = filters.number("limit", USUAL, 1, MOST);
        int cells = filters.number("cells", RecentOutcomes.MOST, 0, RecentOutcomes.MOST);
        Instant now = clock.instant();
        versions.answer(context, history.targetsVersion(now), json -> {
            List<TargetState> chosen = history.targets(now).stream()
                    .filter(row -> target == null || row.target().equals(target))
                    .filter(row -> module == null || row.module().equals(module))
                    .filter(row -> state == null || state == row.standing(now))
                    .filter(row -> key == null || key == row.key())
                    .toList();
            List<TargetRow> rows =
                    TargetRow.of(chosen, now).stream().limit(limit).toList();
            json.list(rows, row -> write(json, row, cells));
        });
    }

    private static void write(JsonWriter json, TargetRow shown, int cells) {
        TargetState row = shown.state();
        json.object(() -> {
            json.number("key", row.key());
            json.text("target", shown.target());
            json.text("module", row.module());
            json.text("hostname", hostname(row.hostOverride()));
            if (!row.params().isEmpty()) {
                json.texts("params", row.params());
            }
            json.text("state", shown.standing().label());
            json.time("since", row.since());
            json.time("time", row.time());
            json.seconds("duration_seconds", row.duration());
            json.number("last_id", row.lastId());
            ProbeJson.failure(json, row.failure());
            ProbeJson.phases(json, row.phases());
            CertificateLife certificate = row.certificate();
            if (certificate != null) {
                json.time("earliest_expiry", certificate.notAfter());
                json.time("earliest_expiry_not_before", certificate.notBefore());
            }
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
