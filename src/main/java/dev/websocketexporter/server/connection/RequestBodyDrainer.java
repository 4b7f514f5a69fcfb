package dev.websocketexporter.server.connection;

import jakarta.servlet.ServletRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request before any handler sees the request, and drops it, unless it is for one of the few handlers
 * that need it: then its beginning is kept. Jetty closes a connection whose request was not read to its end, and a client
 * that is still sending then loses the answer because of the reset that its kernel receives. No thread waits for the body,
 * and what is too long or too slow is answered unread.
 *
 * <p>{@code GET} and {@code HEAD} are answered at once: their bodies mean nothing (RFC 9110 §9.3.1).
 */
public final class RequestBodyDrainer extends Handler.Wrapper {
    /** More is not read. */
    static final long MOST_BYTES = 1024 * 1024;

    /** What has not come by then is not read. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    /** Of a body that is kept, so much: a target of 2,048 characters fits, and what is said of it. */
    public static final int MOST_KEPT_BYTES = 16 * 1024;

    /** In the place of a body of which there is more than is kept. */
    private static final Object TOO_MUCH = new Object();

    private static final String BODY = RequestBodyDrainer.class.getName() + ".body";

    private final Set<String> keptFor;

    /** @param keptFor the paths whose handlers need the body */
    public RequestBodyDrainer(Handler next, Set<String> keptFor) {
        super(next);
        this.keptFor = Set.copyOf(keptFor);
    }

    /**
     * The body of a request to a path that it is kept for; empty if there is none.
     *
     * @return absent: it is longer than {@value #MOST_KEPT_BYTES} bytes, or it did not come in time
     */
    public static byte @Nullable [] bodyOf(ServletRequest request) {
        Object body = request.getAttribute(BODY);
        if (body == null) {
            return new byte[0];
        }
        return body instanceof byte[] bytes ? bytes : null;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        boolean kept = keptFor.contains(request.getHttpURI().getPath());
        if (kept) {
            request.setAttribute(BODY, TOO_MUCH);
        }
        if (!isDrained(request)) {
            closeAfterwards(response);
            return super.handle(request, response, callback);
        }
        new Drain(request, response, kept, () -> DispatchHandler.handleLate(getHandler(), request, response, callback))
                .begin();
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                // RFC 9113 §8.1: its length need not be announced.
                || (HttpMethod.POST.is(request.getMethod())
                        && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
                        && request.getLength() < 0);
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
        private final @Nullable ByteArrayOutputStream kept;
        private long bytes;

        /**
         * A body of which nothing is read yet.
         *
         * @param keep whether its beginning is kept
         * @param next runs on any thread, once the body has ended or one of the limits is reached; must not block
         */
        Drain(Request request, Response response, boolean keep, Runnable next) {
            this.kept = keep ? new ByteArrayOutputStream(0) : null;
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
                if (kept != null && bytes <= MOST_KEPT_BYTES) {
                    ClientConnector.clientOf(request).holds(chunk.remaining());
                    kept.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
                }
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
                if (kept != null && bytes <= MOST_KEPT_BYTES) {
                    request.setAttribute(BODY, kept.toByteArray());
                }
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
            if (kept != null) {
                ClientConnector.clientOf(request).holdsNoMore();
            }
            next.run();
        }
    }
}
