package dev.websocketexporter.server.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * How many connections of clients are open at once. Further ones wait in the system's queue, since a refused one would look
 * like an exporter that is down. So that they wait for moments only, a connection ends with its answer while there is little
 * room; and when there is none, those end that have been waiting for a request for longest, first the ones that have had
 * an answer before. Safe for use by several threads.
 */
public final class ConnectionLimit extends NetworkConnectionLimit {
    /** What a client may take to send its first request, however many others wait: a thousand of them take their time. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** One on which nothing is asked takes some 5 KiB, with TLS too: all of them less than half of the heap. */
    private static final int HEAP_BYTES_OF_EACH = 12 * 1024;

    private static final int AGAIN_MILLIS = 50;

    /** Not all at once: most clients use theirs again. */
    private static final int PART_AT_ONCE = 4;

    private final Server server;
    private final int atOnce;
    private final int comfortable;
    private volatile boolean full;

    /** @param most how many; at least 1 */
    public ConnectionLimit(int most, Server server) {
        super(most, server);
        this.server = server;
        this.atOnce = Math.max(1, most / PART_AT_ONCE);
        this.comfortable = most - most / PART_AT_ONCE;
    }

    /**
     * As many as wanted, if there is memory for them.
     *
     * @param wanted how many the file descriptors allow, which in containers may be a million
     */
    public static ConnectionLimit ofThisMachine(int wanted, Server server) {
        return new ConnectionLimit(within(Runtime.getRuntime().maxMemory(), wanted), server);
    }

    /** At least 2: one that waits, and one that is told so. */
    static int within(long heapBytes, int wanted) {
        return (int) Math.min(wanted, Math.max(2, heapBytes / HEAP_BYTES_OF_EACH));
    }

    /** For each answer. */
    public void introduce(HttpFields.Mutable responseHeaders) {
        if (getNetworkConnectionCount() >= comfortable) {
            responseHeaders.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
    }

    @Override
    protected void limit() {
        super.limit();
        full = true;
        makeRoomSoon(0);
    }

    @Override
    protected void unlimit() {
        full = false;
        super.unlimit();
    }

    /** Not here: whoever calls holds locks. */
    private void makeRoomSoon(int millis) {
        server.getScheduler()
                .schedule(() -> server.getThreadPool().execute(this::makeRoom), millis, TimeUnit.MILLISECONDS);
    }

    private void makeRoom() {
        if (!full) {
            return;
        }
        List<Waiting> waiting = Arrays.stream(server.getConnectors())
                .flatMap(connector -> connector.getConnectedEndPoints().stream())
                .flatMap(endPoint -> Waiting.of(endPoint).stream())
                .sorted(Waiting.MOST_DISPENSABLE_FIRST)
                .limit(atOnce)
                .toList();
        waiting.forEach(each -> each.connection().closeIfSilent());
        makeRoomSoon(AGAIN_MILLIS);
    }

    /** A connection that may be closed. */
    private record Waiting(ClientConnection connection, boolean used, Duration waitsFor) {
        static final Comparator<Waiting> MOST_DISPENSABLE_FIRST = Comparator.comparing(Waiting::used)
                .thenComparing(Waiting::waitsFor)
                .reversed();

        static Optional<Waiting> of(EndPoint endPoint) {
            if (!(endPoint instanceof ClientConnection connection)) {
                return Optional.empty();
            }
            Duration waitsFor = connection.waitsFor();
            boolean used = connection.requests().haveCome();
            return waitsFor == null || (!used && waitsFor.compareTo(GRACE) < 0)
                    ? Optional.empty()
                    : Optional.of(new Waiting(connection, used, waitsFor));
        }
    }
}
