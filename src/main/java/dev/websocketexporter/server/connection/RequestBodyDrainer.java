package dev.websocketexporter.server.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads the body of a request and drops it, before any handler sees the request. No handler needs a body; but Jetty closes
 * a connection whose request was not read to its end, and a client that is still sending then loses the answer because of
 * the reset that its kernel receives. No thread waits for the body, and what is too long or too slow is answered unread.
 *
 * <p>{@code GET} and {@code HEAD} are answered at once: their bodies mean nothing (RFC 9110 §9.3.1).
 */
public final class RequestBodyDrainer extends Handler.Wrapper {
    /** More is not read. */
    static final long MOST_BYTES = 1024 * 1024;

    /** What has not come by then is not read. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    public RequestBodyDrainer(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        if (!isDrained(request)) {
            closeAfterwards(response);
            return super.handle(request, response, callback);
        }
        new Drain(request, response, () -> DispatchHandler.handleLate(getHandler(), request, response, callback))
                .begin();
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private static boolean isDrained(Request request) {
        return !HttpMethod.GET.is(request.getMethod())
                && !HttpMethod.HEAD.is(request.getMethod())
                && request.getLength() <= MOST_BYTES;
    }

    /** What follows a body that nobody reads is no request. */
    private static void closeAfterwards(Response response) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }

    /** One body. Runs whenever there is something to read. */
    private static final class Drain implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Runnable next;
        private final Scheduler.Task timeout;
        private final AtomicBoolean over = new AtomicBoolean();
        private long bytes;

        /**
         * A body of which nothing is read yet.
         *
         * @param next runs on any thread, once the body has ended or one of the limits is reached; must not block
         */
        Drain(Request request, Response response, Runnable next) {
            this.request = request;
            this.response = response;
            this.next = next;
            this.timeout = request.getComponents()
                    .getScheduler()
                    .schedule(this::giveUp, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        }

        void begin() {
            run();
        }

        @Override
        public void run() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                bytes += chunk.remaining();
                boolean last = chunk.isLast();
                boolean failed = Content.Chunk.isFailure(chunk);
                chunk.release();
                if (last && !failed) {
                    end();
                } else if (failed || bytes > MOST_BYTES) {
                    giveUp();
                }
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                goOn();
            }
        }

        private void giveUp() {
            if (over.compareAndSet(false, true)) {
                closeAfterwards(response);
                goOn();
            }
        }

        private void goOn() {
            timeout.cancel();
            next.run();
        }
    }
}
