package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.ProbeRecorder;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The endpoints that report on the exporter itself and on probes that have ended. */
public final class StatusHandlers {
    /** As many digits as fit into a long; a longer number is that of no probe. */
    private static final int LONGEST_ID = 18;

    private static final Pattern ID = Pattern.compile("[0-9]+");

    private final Supplier<Configuration> configuration;
    private final ProbeRecorder recorder;
    private final Supplier<@Nullable String> notReady;

    /**
     * The handlers.
     *
     * @param notReady one line that says why the exporter is not ready; null: it is
     */
    public StatusHandlers(
            Supplier<Configuration> configuration, ProbeRecorder recorder, Supplier<@Nullable String> notReady) {
        this.configuration = configuration;
        this.recorder = recorder;
        this.notReady = notReady;
    }

    public void metrics(Context context) {
        Answers.metrics(context, format -> recorder.metrics().text(format).getBytes(StandardCharsets.UTF_8));
    }

    public void config(Context context) {
        Answers.ok(context, Answers.PLAIN, ConfigurationYaml.render(configuration.get()));
    }

    public void healthy(Context context) {
        Answers.ok(context, Answers.PLAIN, "healthy\n");
    }

    public void ready(Context context) {
        String reason = notReady.get();
        if (reason == null) {
            Answers.ok(context, Answers.PLAIN, "ready\n");
        } else {
            Answers.refuse(context, HttpStatus.SERVICE_UNAVAILABLE, reason);
        }
    }

    public void logs(Context context) throws HttpErrorException {
        QueryParameters parameters = QueryParameters.parse(context.queryString());
        String id = parameters.single("id");
        String target = parameters.single("target");
        History.Entry entry;
        if (id != null) {
            entry = byId(id, parameters.single("time"));
        } else if (target != null) {
            entry = byTarget(ProbeParameters.target(target), parameters.single("module"));
        } else {
            throw HttpErrorException.badRequest(
                    "parameters \"id\" and \"target\" are missing (expected: ?id=N or ?target=URL[&module=NAME])");
        }
        Answers.ok(context, Answers.PLAIN, ProbeHandler.debugText(entry.result()));
    }

    /** @param time when it began, since another process counts from 1 again; absent: whenever */
    private History.Entry byId(String id, @Nullable String time) throws HttpErrorException {
        if (!ID.matcher(id).matches()) {
            throw HttpErrorException.badRequest(
                    "id \"" + Printable.masked(id) + "\" is no number (expected: the number of a recent probe)");
        }
        History.Entry entry =
                id.length() > LONGEST_ID ? null : recorder.history().byId(Long.parseLong(id));
        if (entry == null
                || (time != null && !time.equals(entry.result().startedAt().toString()))) {
            throw HttpErrorException.notFound(
                    "probe " + Printable.masked(id) + " is not in the history, or not any more"
                            + " (expected: a recent probe; --history.limit says how many are kept)");
        }
        return entry;
    }

    private History.Entry byTarget(Target target, @Nullable String module) throws HttpErrorException {
        History.Entry entry = recorder.history().latest(target, module);
        if (entry == null) {
            throw HttpErrorException.notFound("no probe of " + target
                    + (module == null ? "" : " with module \"" + Printable.masked(module) + "\"")
                    + " is in the history, or not any more"
                    + " (expected: the full URL of a recent probe; --history.limit says how many are kept)");
        }
        return entry;
    }
}
