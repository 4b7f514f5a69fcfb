package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.frames.PingPayload;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Pings, one at a time, and their pongs (RFC 6455 §5.5.2). Confined to the probe's event loop. */
final class PingExchange implements Moment {
    /** Called once, when a ping has ended. */
    interface Listener {
        /**
         * Its pong came in time.
         *
         * @param readAt the tick at which the pong came off the socket
         */
        void answered(long readAt, Duration roundTrip);

        /**
         * No answer came in time.
         *
         * @param instead what came instead, to be appended to a message; empty when nothing did
         */
        void missed(String instead);
    }

    private static final class Ping {
        private final String name;
        private final Bytes payload;
        private final Duration timeout;
        private final Listener listener;
        private long sentAt;
        private String instead = "";

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
    private final Accept accept;
    private final Map<Bytes, Ping> missed = new HashMap<>();
    private int sent;
    private @Nullable Ping open;
    private ConversationRun.@Nullable Timer timer;

    public PingExchange(ConversationRun run, RandomGenerator random, Accept accept) {
        this.run = run;
        this.random = random;
        this.accept = accept;
        run.session().frames().pongs((payload, readAt) -> run.go(() -> pong(payload, readAt)));
    }

    /**
     * Sends a ping, with a payload that no earlier one had.
     *
     * @return the tick just before it went to the socket
     */
    long ping(String name, Duration timeout, Listener listener) {
        Bytes payload = PingPayload.bytes(PingPayload.of(random.nextLong(), ++sent));
        Ping ping = new Ping(
                name, payload, timeout, listener, run.context().ticker().read());
        open = ping;
        run.inMoment(this);
        run.waitFor(() -> "the pong to " + name + ping.instead);
        timer = run.after(timeout, () -> miss(ping));
        CompletableFuture<Void> written = run.session().ping(payload);
        ping.sentAt = Math.max(ping.sentAt, run.context().channel().wire().sentAt());
        run.when(written, nothing -> {});
        return ping.sentAt;
    }

    @Override
    public String when(long tick) {
        Ping ping = open;
        return ping == null ? "" : ", while waiting for the pong to " + ping.name;
    }

    /** Some servers, such as the inspector of Node.js, end the connection at the first one. */
    @Override
    public String why(Reason end, long tick) {
        return open != null && !run.isAnswered() && end != Reason.CLOSED_BY_PEER ? ": perhaps it takes no pings" : "";
    }

    /** How long to wait for an answer that need not come: as long as for one that must, and leaves time for the rest. */
    Duration patience(Duration timeout) {
        Duration half = run.context().remaining().dividedBy(2);
        return accept == Accept.NONE && half.compareTo(timeout) < 0 ? half : timeout;
    }

    private void pong(Bytes payload, long readAt) {
        Ping ping = open;
        if (ping == null || !answers(payload, ping)) {
            other(payload, readAt);
            return;
        }
        if (ping.until(readAt).compareTo(ping.timeout) > 0) {
            miss(ping);
            other(payload, readAt);
            return;
        }
        close();
        run.answered();
        run.context()
                .log()
                .debug(Topic.RECEIVED, "the pong to " + ping.name + " came after " + Text.of(ping.until(readAt)));
        ping.listener.answered(readAt, ping.until(readAt));
    }

    /** The late pong to an earlier ping answers no other, whatever is accepted. */
    private boolean answers(Bytes payload, Ping ping) {
        return ping.payload.equals(payload) || (accept != Accept.MATCHING && !missed.containsKey(payload));
    }

    private void other(Bytes payload, long readAt) {
        Ping late = missed.remove(payload);
        String pong = run.context().log().withoutSecrets("a pong with " + words(payload));
        if (late == null && open != null) {
            open.instead = "; " + pong + " came instead";
        }
        run.context()
                .log()
                .debug(
                        late == null
                                ? pong + " came, which answers none of the exporter's pings"
                                : "the pong to " + late.name + " came too late, after " + Text.of(late.until(readAt)));
    }

    private String words(Bytes payload) {
        boolean ascii = true;
        for (byte b : payload.toArray()) {
            ascii &= b >= ' ' && b < 0x7f;
        }
        String text = new String(payload.toArray(), StandardCharsets.US_ASCII);
        return payload.length() == 0
                ? "an empty payload"
                : "the payload "
                        + (ascii
                                ? Printable.quotedAscii(text)
                                : "0x" + run.context().log().hex(payload, payload.length()));
    }

    private void miss(Ping ping) {
        if (!ping.equals(open)) {
            return;
        }
        close();
        missed.put(ping.payload, ping);
        run.context()
                .log()
                .info("no " + (accept == Accept.MATCHING ? "pong" : "pong of any kind") + " to " + ping.name
                        + " within " + Text.of(ping.timeout) + ping.instead);
        ping.listener.missed(ping.instead);
    }

    private void close() {
        open = null;
        if (timer != null) {
            timer.cancel();
        }
    }
}
