package dev.websocketexporter.server.http;

import dev.websocketexporter.render.json.JsonWriter;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Errors as programs read them (RFC 9457): the line that people get elsewhere is the detail. */
public final class ProblemDetails {
    static final String TYPE = "application/problem+json";

    private static final String WANTED = ProblemDetails.class.getName();

    private ProblemDetails() {}

    /** From now on every error of this request is told so. */
    public static void want(Context context) {
        context.attribute(WANTED, true);
    }

    static boolean areWanted(Context context) {
        return context.attribute(WANTED) != null;
    }

    static byte[] of(HttpStatus status, String line) {
        return JsonWriter.utf8(json -> json.object(() -> {
            json.text("type", "about:blank");
            json.text("title", status.getMessage());
            json.number("status", status.getCode());
            json.text("detail", line);
        }));
    }
}
