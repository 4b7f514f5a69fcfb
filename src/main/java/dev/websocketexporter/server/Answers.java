package dev.websocketexporter.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes answers, all of which are in memory whole; compressed when the client accepts it. */
final class Answers {
    /** As Jetty spells it in any case. */
    static final String PLAIN = "text/plain;charset=utf-8";

    static final String HTML = "text/html;charset=utf-8";

    /** Below this a compressed answer is no smaller. */
    private static final int WORTH_COMPRESSING_BYTES = 128;

    private Answers() {}

    static void ok(Context context, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        context.status(HttpStatus.OK).contentType(contentType);
        context.res().addHeader("Vary", "Accept-Encoding");
        if (bytes.length >= WORTH_COMPRESSING_BYTES && AcceptEncoding.allowsGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip");
            bytes = compressed(bytes);
        }
        context.result(bytes);
    }

    /** One line that says what is wrong and what would be right. */
    static void refuse(Context context, HttpStatus status, String line) {
        context.status(status).contentType(PLAIN).result(line + "\n");
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            context.header("Retry-After", "1");
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return compressed.toByteArray();
    }
}
