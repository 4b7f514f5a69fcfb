package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.render.json.ProbeJson;
import dev.websocketexporter.server.connection.RequestBodyDrainer;
import dev.websocketexporter.server.handlers.ProbeHandler;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/probe}: runs a probe as {@code /probe} does, and answers with all that was learnt. */
public final class ProbeApi {
    private final ProbeHandler prober;

    public ProbeApi(ProbeHandler prober) {
        this.prober = prober;
    }

    /** Nobody may keep the answer: each is of a probe of its own. */
    public void probe(Context context) throws HttpErrorException {
        context.header("Cache-Control", "no-store");
        prober.probe(context, parameters(context), ProbeApi::answer);
    }

    private static QueryParameters parameters(Context context) throws HttpErrorException {
        if (context.req().getMethod().equals("GET")) {
            QueryParameters parameters = QueryParameters.parse(context.queryString());
            parameters.allowOnly(ProbeRequestBody.NAMES, ModuleParam.PREFIX, ProbeRequestBody.OF_THE_MODULE);
            return parameters;
        }
        QueryParameters.parse(context.queryString()).allowOnly(List.of());
        // Jetty's own getter of the type fails when it does not know the charset; JSON is always in UTF-8.
        // A page of another origin can send forms and texts without asking first, but no JSON.
        if (!isJson(context.header("Content-Type"))) {
            throw new HttpErrorException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the body has another Content-Type (expected: " + Answers.JSON + ")");
        }
        byte[] body = RequestBodyDrainer.bodyOf(context.req());
        if (body == null) {
            throw new HttpErrorException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "the body is too long or came too slowly (expected: at most " + RequestBodyDrainer.MOST_KEPT_BYTES
                            + " bytes)");
        }
        return ProbeRequestBody.read(body);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Answers.JSON);
    }

    private static void answer(Context context, ProbeResult result, History.@Nullable Entry kept) {
        Answers.ok(
                context,
                Answers.JSON,
                JsonWriter.utf8(json -> ProbeJson.write(
                        json, result, kept == null ? null : kept.place(), ProbeJson.Detail.EVERYTHING)));
    }
}
