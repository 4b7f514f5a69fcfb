package dev.websocketexporter.server.connection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
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
        CompletableFuture<Void> sent = new CompletableFuture<>();
        output(response)
                .sendContent(
                        ByteBuffer.wrap(body),
                        Callback.from(
                                InvocationType.NON_BLOCKING,
                                () -> sent.complete(null),
                                // No client is left to answer; the server knows it too and closes the connection.
                                gone -> sent.complete(null)));
        if (sent.isDone()) {
            return sent;
        }
        RequestClient client = ClientConnector.clientOf(request);
        client.holds(body.length);
        return sent.thenRun(client::holdsNoMore);
    }

    private static HttpOutput output(HttpServletResponse response) {
        try {
            return (HttpOutput) response.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's own stream needs no I/O to open", e);
        }
    }
}
