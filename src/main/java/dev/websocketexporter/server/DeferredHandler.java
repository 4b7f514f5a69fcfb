package dev.websocketexporter.server;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A handler that passes a request on later, when nobody is left who would take what comes of it. */
abstract class DeferredHandler extends Handler.Wrapper {
    /** In front of a handler that is set afterwards. */
    DeferredHandler() {}

    DeferredHandler(Handler next) {
        super(next);
    }

    /** Passes it on, and answers in its stead what it throws or does not handle. */
    final void handleLate(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) {
            // Of an Error too nobody else tells the client: this is the outermost frame.
            Response.writeError(request, response, callback, e);
        }
    }
}
