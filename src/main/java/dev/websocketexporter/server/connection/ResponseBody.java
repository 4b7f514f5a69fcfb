package dev.websocketexporter.server.connection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Sends a body without a thread that waits: what the client does not accept at once is sent when it does, unless too much
 * is kept for clients already.
 */
public final class ResponseBody {
    private ResponseBody() {}

    /** Sends the whole body. Completes when the client has it all or has gone; never exceptionally. */
    public static CompletableFuture<Void> send(HttpServletRequest request, HttpServletResponse response, byte[] body) {
        return send(request, body.length, whenSent -> output(response).sendContent(ByteBuffer.wrap(body), whenSent));
    }

    /** The same of what was compressed with gzip, which the client does not take: only pieces of it are ever in memory. */
    public static CompletableFuture<Void> sendInflated(
            HttpServletRequest request, HttpServletResponse response, byte[] gzip) {
        return send(request, gzip.length, whenSent -> output(response).sendContent(inflated(gzip), whenSent));
    }

    /**
     * Sends.
     *
     * @param kept bytes that are in memory until it is sent
     * @param sending never blocks
     */
    private static CompletableFuture<Void> send(HttpServletRequest request, int kept, Consumer<Callback> sending) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        sending.accept(Callback.from(
                InvocationType.NON_BLOCKING,
                () -> sent.complete(null),
                // No client is left to answer; the server knows it too and closes the connection.
                gone -> sent.complete(null)));
        if (sent.isDone()) {
            return sent;
        }
        RequestClient client = ClientConnector.clientOf(request);
        client.holds(kept);
        return sent.thenRun(client::holdsNoMore);
    }

    private static InputStream inflated(byte[] gzip) {
        try {
            return new GZIPInputStream(new ByteArrayInputStream(gzip));
        } catch (IOException e) {
            throw new UncheckedIOException("memory that holds gzip needs no I/O to read", e);
        }
    }

    private static HttpOutput output(HttpServletResponse response) {
        try {
            return (HttpOutput) response.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's own stream needs no I/O to open", e);
        }
    }
}
