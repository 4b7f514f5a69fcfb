package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.value.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Pings, one at a time, and their pongs (RFC 6455 §5.5.2). Confined to the probe's event loop. */
final class PingExchange {
    private static final int RANDOM_BYTES = 8;

    /** Called once, when a ping has ended. */
    interface Listener {
        /**
         * Its pong came in time.
         *
         * @param readAt the tick at which the pong came off the socket
         */
        void answered(long readAt, Duration roundTrip);

        /** No pong came in time. */
        void missed();
    }

    private static final class Ping {
        private final String name;
        private final Bytes payload;
        private final Duration timeout;
        private final Listener listener;
        private long sentAt;

        Ping(String name, Bytes payload, Duration timeout, Listener listener, long now) {
            this.name = name;
            this.payload = payload;
            this.timeout = timeout;
            this.listener = listener;
            this.sentAt = now;
        }

        Duration until(long tick) {
            return Duration.ofNanos(tick - sentAt);
        }
    }

    private final ConversationRun run;
    private final RandomGenerator random;
    private final Map<Bytes, Ping> missed = new HashMap<>();
    private int sent;
    private @Nullable Ping open;
    private ConversationRun.@Nullable Timer timer;

    PingExchange(ConversationRun run, RandomGenerator random) {
        this.run = run;
        this.random = random;
        run.session().frames().pongs((payload, readAt) -> run.go(() -> pong(payload, readAt)));
    }

    /**
     * Sends a ping, with a payload that no earlier one had.
     *
     * @return the tick just before it went to the socket
     */
    long ping(String name, Duration timeout, Listener listener) {
        run.waitFor(() -> "the pong to " + name);
        Bytes payload = payload();
        Ping ping = new Ping(
                name, payload, timeout, listener, run.context().ticker().read());
        open = ping;
        timer = run.after(timeout, () -> miss(ping));
        CompletableFuture<Void> written = run.session().ping(payload);
        ping.sentAt = Math.max(ping.sentAt, run.context().channel().wire().sentAt());
        run.when(written, nothing -> {});
        return ping.sentAt;
    }

    private Bytes payload() {
        byte[] own = new byte[RANDOM_BYTES];
        random.nextBytes(own);
        sent++;
        return Bytes.of(ByteBuffer.allocate(RANDOM_BYTES + Integer.BYTES)
                .put(own)
                .putInt(sent)
                .array());
    }

    private void pong(Bytes payload, long readAt) {
        Ping ping = open;
        if (ping == null || !ping.payload.equals(payload)) {
            other(payload, readAt);
            return;
        }
        if (ping.until(readAt).compareTo(ping.timeout) > 0) {
            miss(ping);
            other(payload, readAt);
            return;
        }
        close();
        run.context().log().debug("the pong to " + ping.name + " came after " + Text.of(ping.until(readAt)));
        ping.listener.answered(readAt, ping.until(readAt));
    }

    private void other(Bytes payload, long readAt) {
        Ping late = missed.remove(payload);
        run.context()
                .log()
                .debug(
                        late == null
                                ? "a pong that answers none of the exporter's pings, payload " + payload
                                : "the pong to " + late.name + " came too late, after " + Text.of(late.until(readAt)));
    }

    private void miss(Ping ping) {
        if (!ping.equals(open)) {
            return;
        }
        close();
        missed.put(ping.payload, ping);
        run.context().log().info("no pong to " + ping.name + " within " + Text.of(ping.timeout));
        ping.listener.missed();
    }

    private void close() {
        open = null;
        if (timer != null) {
            timer.cancel();
        }
    }
}
