package dev.websocketexporter.server.connection;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the thread on which a request is handled. The endpoint that is requested all the time never blocks, so that the
 * selector's thread, which read the request, can handle it: that saves two hand-overs between threads, which cost more
 * than the handling. Requests for any other endpoint go to the pool.
 */
public final class DispatchHandler extends Handler.Wrapper {
    private final String quickPath;

    /**
     * In front of all endpoints.
     *
     * @param quickPath of the endpoint whose {@code GET} never blocks
     */
    public DispatchHandler(String quickPath) {
        this.quickPath = quickPath;
    }

    /** Lets the selector's thread read requests itself. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isQuick(request) && ClientConnector.takesTurn(request)) {
            return super.handle(request, response, callback);
        }
        request.getComponents().getExecutor().execute(() -> handleLate(getHandler(), request, response, callback));
        return true;
    }

    private boolean isQuick(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && quickPath.equals(request.getHttpURI().getPath());
    }

    /**
     * Passes a request on after the caller has said that it will be handled: what the handler throws or does not handle is
     * answered here, since nobody else would.
     */
    public static void handleLate(@Nullable Handler next, Request request, Response response, Callback callback) {
        try {
            if (next == null || !next.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) {
            // An Error too: this is the outermost frame, and the client would wait for its timeout.
            Response.writeError(request, response, callback, e);
        }
    }
}
