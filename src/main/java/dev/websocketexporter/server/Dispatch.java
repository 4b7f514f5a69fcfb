package dev.websocketexporter.server;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Says on which thread a request is handled. The door that is asked all the time never blocks, so that the selector's
 * thread, which read the request, may as well handle it: that saves two hand-overs between threads, which cost more than
 * the handling. Whatever goes to another door goes to the pool.
 */
final class Dispatch extends DeferredHandler {
    private final String quickPath;

    /**
     * In front of all doors.
     *
     * @param quickPath of the door whose {@code GET} never blocks
     */
    Dispatch(String quickPath) {
        this.quickPath = quickPath;
    }

    /** Lets the selector's thread read requests itself. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isQuick(request) && ClientConnector.connectionOf(request).takeTurn()) {
            return super.handle(request, response, callback);
        }
        request.getComponents().getExecutor().execute(() -> handleLate(request, response, callback));
        return true;
    }

    private boolean isQuick(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && quickPath.equals(request.getHttpURI().getPath());
    }
}
