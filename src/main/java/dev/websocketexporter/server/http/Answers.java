package dev.websocketexporter.server.http;

import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.server.connection.ResponseBody;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * Writes answers, each of which is in memory as a whole, one that may be long only in its compressed form; they are sent
 * compressed if the client accepts it. No thread waits meanwhile, so that a slow reader costs memory but never a thread.
 */
public final class Answers {
    /** As Jetty normalises it. */
    public static final String PLAIN = "text/plain;charset=utf-8";

    public static final String HTML = "text/html;charset=utf-8";

    /** RFC 8259 §8.1: always UTF-8. */
    public static final String JSON = "application/json";

    /** Below this a compressed answer is no smaller. */
    private static final int WORTH_COMPRESSING_BYTES = 128;

    private Answers() {}

    /** The metrics that {@code write} returns, in the format that the client prefers. */
    public static void metrics(Context context, Function<ExpositionFormat, byte[]> write) {
        ExpositionFormat format = ContentNegotiation.format(context.header("Accept"));
        context.res().addHeader("Vary", "Accept");
        ok(context, format.contentType(), write.apply(format));
    }

    /** Writes metrics to a stream. */
    public interface MetricsWriter {
        void write(ExpositionFormat format, OutputStream stream) throws IOException;
    }

    /**
     * The same of metrics that may be long: they are compressed while they are written, and for a client that does not take
     * that, such as a person's {@code curl}, inflated again while they are sent. As text they may be larger than the heap.
     */
    public static void longMetrics(Context context, MetricsWriter metrics) {
        ExpositionFormat format = ContentNegotiation.format(context.header("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(body)) {
            metrics.write(format, stream);
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
        context.status(HttpStatus.OK).contentType(format.contentType());
        context.res().addHeader("Vary", "Accept");
        context.res().addHeader("Vary", "Accept-Encoding");
        byte[] gzip = body.toByteArray();
        if (ContentNegotiation.allowsGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip");
            send(context, gzip);
        } else {
            context.future(() -> ResponseBody.sendInflated(context.req(), context.res(), gzip));
        }
    }

    public static void ok(Context context, String contentType, String body) {
        ok(context, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A page for people; also a refusal may be one. */
    public static void page(Context context, HttpStatus status, String html) {
        send(context, status, HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    /** The same from bytes that are UTF-8 already. */
    public static void ok(Context context, String contentType, byte[] body) {
        send(context, HttpStatus.OK, contentType, body);
    }

    private static void send(Context context, HttpStatus status, String contentType, byte[] body) {
        byte[] bytes = body;
        context.status(status).contentType(contentType);
        context.res().addHeader("Vary", "Accept-Encoding");
        if (bytes.length >= WORTH_COMPRESSING_BYTES
                && ContentNegotiation.allowsGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip");
            bytes = compressed(bytes);
        }
        send(context, bytes);
    }

    /**
     * What may be asked for again and again, if the client does not have it yet.
     *
     * @param tag differs whenever the body does
     * @param body made only if it is needed
     */
    public static void okUnlessKnown(Context context, String contentType, EntityTag tag, Supplier<byte[]> body) {
        context.header("ETag", tag.header()).header("Cache-Control", "no-cache");
        if (tag.isAmong(Collections.list(context.req().getHeaders("If-None-Match")))) {
            context.res().addHeader("Vary", "Accept-Encoding");
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            ok(context, contentType, body.get());
        }
    }

    /** One line that says what is wrong and what would be right; where programs ask, as problem details. */
    public static void refuse(Context context, HttpStatus status, String line) {
        boolean asProblem = ProblemDetails.areWanted(context);
        context.status(status).contentType(asProblem ? ProblemDetails.TYPE : PLAIN);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            context.header("Retry-After", "1");
        }
        send(context, asProblem ? ProblemDetails.of(status, line) : (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void redirect(Context context, String location) {
        context.header("Location", location);
        refuse(context, HttpStatus.FOUND, "the exporter is at " + location);
    }

    /** The framework begins it when the handler has returned, or when the future that the handler left has completed. */
    private static void send(Context context, byte[] body) {
        context.future(() -> ResponseBody.send(context.req(), context.res(), body));
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
        return compressed.toByteArray();
    }
}
