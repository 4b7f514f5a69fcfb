package dev.websocketexporter.server.http;

import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The answers of the server itself to requests that reach no handler: one line, no stack trace. */
public final class OneLineErrors extends ErrorHandler {
    private final int largestHeadBytes;
    private final Consumer<HttpFields.Mutable> introduction;

    /** @param introduction adds the fields that every answer has */
    public OneLineErrors(int largestHeadBytes, Consumer<HttpFields.Mutable> introduction) {
        this.largestHeadBytes = largestHeadBytes;
        this.introduction = introduction;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        String line = switch (code) {
            case HttpStatus.URI_TOO_LONG_414 ->
                "the URL of the request is too long (expected: a target of at most 2048 characters)";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "the head of the request is too large (expected: at most " + largestHeadBytes / 1024 + " KiB)";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "internal error of the exporter: its log has the details";
            default -> HttpStatus.getMessage(code) + " (expected: a request of HTTP/1.1)";
        };
        introduction.accept(response.getHeaders());
        write(response, line, callback);
    }

    /** Answers with one line, whose status is set already. */
    private static void write(Response response, String line, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answers.PLAIN);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, line + "\n", callback);
    }

    /** Answers a request that no handler sees with one line. */
    public static void write(Response response, int status, String line, Callback callback) {
        response.setStatus(status);
        write(response, line, callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return !"HEAD".equals(method);
    }
}
