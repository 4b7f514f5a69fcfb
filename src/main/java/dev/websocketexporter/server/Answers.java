package dev.websocketexporter.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Writes answers, all of which are in memory whole; compressed when the client accepts it. They are written by nobody
 * who would have to wait: what the client does not take at once is sent when it does, so that a slow reader costs memory
 * but never a thread.
 */
final class Answers {
    /** As Jetty spells it in any case. */
    static final String PLAIN = "text/plain;charset=utf-8";

    static final String HTML = "text/html;charset=utf-8";

    /** Below this a compressed answer is no smaller. */
    private static final int WORTH_COMPRESSING_BYTES = 128;

    private Answers() {}

    static void ok(Context context, String contentType, String body) {
        ok(context, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static void ok(Context context, String contentType, byte[] body) {
        byte[] bytes = body;
        context.status(HttpStatus.OK).contentType(contentType);
        context.res().addHeader("Vary", "Accept-Encoding");
        if (bytes.length >= WORTH_COMPRESSING_BYTES && AcceptEncoding.allowsGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip");
            bytes = compressed(bytes);
        }
        send(context, bytes);
    }

    /** One line that says what is wrong and what would be right. */
    static void refuse(Context context, HttpStatus status, String line) {
        context.status(status).contentType(PLAIN);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            context.header("Retry-After", "1");
        }
        send(context, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void redirect(Context context, String location) {
        context.header("Location", location);
        refuse(context, HttpStatus.FOUND, "the exporter is at " + location);
    }

    /** The framework begins it when the handler has returned, or when the future has ended that the handler left. */
    private static void send(Context context, byte[] body) {
        context.future(() -> sent(context, body));
    }

    /** Ends when the client has taken all, or has gone; fails never. */
    private static CompletableFuture<Void> sent(Context context, byte[] body) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        output(context)
                .sendContent(
                        ByteBuffer.wrap(body),
                        Callback.from(
                                InvocationType.NON_BLOCKING,
                                () -> sent.complete(null),
                                // Nobody is left to tell; the server knows it too and closes the connection.
                                gone -> sent.complete(null)));
        return sent;
    }

    private static HttpOutput output(Context context) {
        try {
            return (HttpOutput) context.res().getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's own stream needs no I/O to be had", e);
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
