package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * How long the client of one request takes to accept the answer. Until the answer begins, the client waits for the exporter,
 * whose own limits hold. From then on the client has so much time, however often it accepts a byte: each one would restart
 * the time that a connection may be idle. Safe for use by several threads.
 */
final class AnswerTime {
    /** Who takes an answer. */
    interface Client {
        /** It has not taken its answer in time: that answer ends. */
        void endAnswer();

        /** It has not taken the end either. */
        void close();
    }

    private final Ticker ticker;
    private final AnswerLimit limit;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Client client;

    private @Nullable Long beganNanos;
    private long bytes;
    private Scheduler.@Nullable Task timer;
    private boolean tooLong;
    private boolean ended;

    /** @param scheduler of the client's connection */
    AnswerTime(ConnectionContext context, Scheduler scheduler, Client client) {
        this.ticker = context.ticker();
        this.limit = context.answerLimit();
        this.executor = context.executor();
        this.scheduler = scheduler;
        this.client = client;
    }

    /** Whether the client waits for what is being done, and not we for the client. */
    synchronized boolean isAwaited() {
        return beganNanos == null;
    }

    /** Since the answer began; null: it has not. */
    synchronized @Nullable Duration takenFor() {
        return beganNanos == null ? null : Duration.ofNanos(ticker.read() - beganNanos);
    }

    /**
     * The stream of the request, of which this learns when its answer begins and ends.
     *
     * @param onEnd runs when the answer has been sent to its end, or never will be
     */
    HttpStream over(HttpStream stream, Runnable onEnd) {
        return new Observed(stream, onEnd);
    }

    private synchronized void sends(int more) {
        bytes += more;
        if (beganNanos == null && !ended) {
            beganNanos = ticker.read();
            timer = scheduler.schedule(this::look, limit.of(bytes).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** More may have been sent since the timer was set. */
    private synchronized void look() {
        if (ended || beganNanos == null) {
            return;
        }
        if (tooLong) {
            executor.execute(client::close);
            return;
        }
        long left = beganNanos + limit.of(bytes).toNanos() - ticker.read();
        if (left <= 0) {
            tooLong = true;
            left = limit.least().toNanos();
            executor.execute(client::endAnswer);
        }
        timer = scheduler.schedule(this::look, left, TimeUnit.NANOSECONDS);
    }

    private synchronized void ends() {
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private final class Observed extends HttpStream.Wrapper {
        private final Runnable onEnd;

        Observed(HttpStream stream, Runnable onEnd) {
            super(stream);
            this.onEnd = onEnd;
        }

        /** @param response null: a further part of the body */
        @Override
        public void send(
                MetaData.Request request,
                MetaData.@Nullable Response response,
                boolean last,
                @Nullable ByteBuffer content,
                Callback callback) {
            if (response == null || !HttpStatus.isInterim(response.getStatus())) {
                sends(content == null ? 0 : content.remaining());
            }
            super.send(request, response, last, content, callback);
        }

        @Override
        public void succeeded() {
            try {
                super.succeeded();
            } finally {
                ends();
                onEnd.run();
            }
        }

        @Override
        public void failed(Throwable failure) {
            try {
                super.failed(failure);
            } finally {
                ends();
                onEnd.run();
            }
        }
    }
}
