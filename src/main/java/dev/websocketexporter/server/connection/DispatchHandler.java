package dev.websocketexporter.server.connection;

import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the thread on which a request is handled. The endpoints that are requested all the time never block, so that the
 * selector's thread, which read the request, can handle it: that saves two hand-overs between threads, which cost more
 * than the handling. Requests for any other endpoint go to a part of the pool, whose other threads take in connections
 * and answer meanwhile.
 *
 * <p>When thousands of probes are requested at once, most of them go to the pool too: the selector's thread is the only
 * one that sees new requests, and the state of the exporter is not asked for behind a crowd.
 */
public final class DispatchHandler extends Handler.Wrapper {
    private static final String ON_THE_POOL = DispatchHandler.class.getName() + ".onThePool";

    private final String probePath;
    private final Set<String> statePaths;

    /**
     * In front of all endpoints. The {@code GET} of none of these paths blocks.
     *
     * @param probePath of the endpoint that starts probes
     * @param statePaths of those that say how the exporter is, which costs next to nothing
     */
    public DispatchHandler(String probePath, Set<String> statePaths) {
        this.probePath = probePath;
        this.statePaths = Set.copyOf(statePaths);
    }

    /** Lets the selector's thread read requests itself. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ConnectionThreads threads = ClientConnector.threadsOf(request);
        if (mayRunHere(request, threads)) {
            return threads.timed(() -> super.handle(request, response, callback));
        }
        if (request.getAttribute(ON_THE_POOL) != null && asksForTheState(request)) {
            return super.handle(request, response, callback);
        }
        ClientConnector.later(request, () -> handleLate(getHandler(), request, response, callback), callback);
        return true;
    }

    private boolean mayRunHere(Request request, ConnectionThreads threads) {
        if (!HttpMethod.GET.is(request.getMethod()) || !threads.takeTurn()) {
            return false;
        }
        return asksForTheState(request)
                || (probePath.equals(request.getHttpURI().getPath()) && threads.hasTime());
    }

    private boolean asksForTheState(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && statePaths.contains(request.getHttpURI().getPath());
    }

    /**
     * Passes on a request that another handler has looked at, on a thread of the pool: the state of the exporter is told on
     * that thread, and not behind what the others wait for.
     */
    public static void handleOnThePool(@Nullable Handler next, Request request, Response response, Callback callback) {
        request.setAttribute(ON_THE_POOL, true);
        handleLate(next, request, response, callback);
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
