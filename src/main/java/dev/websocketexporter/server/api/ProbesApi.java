package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.render.json.ProbeJson;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.History;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/probes} and {@code /api/v1/probes/{id}}: the probes that the history has. */
public final class ProbesApi {
    static final int USUAL = 100;
    static final int MOST = 1_000;

    /** As many digits as fit into a long; a longer number is that of no probe. */
    private static final int LONGEST_ID = 18;

    private static final Pattern ID = Pattern.compile("[0-9]+");

    private final History history;
    private final Versions versions;

    public ProbesApi(History history, Versions versions) {
        this.history = history;
        this.versions = versions;
    }

    /** The newest first, without their logs. */
    public void list(Context context) throws HttpErrorException {
        Filters filters = Filters.of(context.queryString(), "target", "module", "success", "key", "limit");
        Wanted wanted = new Wanted(filters.target(), filters.module(), filters.yesOrNo("success"), filters.key());
        int limit = filters.number("limit", USUAL, 1, MOST);
        versions.answer(
                context,
                Long.toString(history.version()),
                json -> json.list(
                        history.newest(wanted::accepts, limit),
                        entry -> ProbeJson.write(json, entry.result(), entry.place(), ProbeJson.Detail.GIST)));
    }

    /** Everything about one of them. */
    public void one(Context context) throws HttpErrorException {
        Filters.of(context.queryString());
        String id = context.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw HttpErrorException.badRequest(
                    "id \"" + Printable.masked(id) + "\" is no number (expected: the id of a recent probe)");
        }
        History.Entry entry = id.length() > LONGEST_ID ? null : history.byId(Long.parseLong(id));
        if (entry == null) {
            throw HttpErrorException.notFound(
                    "probe " + Printable.masked(id) + " is not in the history, or not any more"
                            + " (expected: the id of a recent probe; --history.limit says how many are kept)");
        }
        Answers.okUnlessKnown(
                context,
                Answers.JSON,
                versions.constant("probe-" + entry.id()),
                () -> JsonWriter.utf8(
                        json -> ProbeJson.write(json, entry.result(), entry.place(), ProbeJson.Detail.EVERYTHING)));
    }

    /**
     * Which probes a client wants.
     *
     * @param target absent: of any
     * @param module absent: with any
     * @param success absent: whether or not they succeeded
     * @param row absent: of any
     */
    private record Wanted(
            @Nullable Target target,
            @Nullable String module,
            @Nullable Boolean success,
            @Nullable Long row) {
        boolean accepts(History.Entry entry) {
            ProbeRequest request = entry.result().request();
            return (target == null || request.target().equals(target))
                    && (module == null || request.module().name().equals(module))
                    && (success == null || success == entry.result().successful())
                    && (row == null || row.equals(entry.row()));
        }
    }
}
