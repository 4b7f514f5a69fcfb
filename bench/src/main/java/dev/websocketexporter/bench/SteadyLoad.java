package dev.websocketexporter.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks one exporter for probes at a constant rate until it is ended, ws and wss in turn, and keeps what is said of each.
 * It uses one connection as long as every answer comes before the next request, and another only for a request that
 * would wait. Confined to the event loop, except for {@link #begin} and {@link #end}.
 */
final class SteadyLoad implements LoadConnection.Listener {
    /** In the order of the paths. */
    static final List<Scheme> SCHEMES = List.of(Scheme.WS, Scheme.ECDSA);

    /** What ten probes a second are with an interval of 15 s; even, so that a target keeps its scheme. */
    private static final int TARGETS = 150;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final EventLoop loop;
    private final int port;
    private final List<String> paths;
    private final long origin;
    private final long interval;
    private final CompletableFuture<List<Answer>> result = new CompletableFuture<>();
    private final Map<LoadConnection, Request> busy = new HashMap<>();
    private final IdleConnections idle = new IdleConnections();
    private final List<Answer> answers = new ArrayList<>();
    private long next;
    private long begun;
    private boolean ended;

    /** @param intended by {@link System#nanoTime} */
    private record Request(long intended, Scheme scheme) {}

    private SteadyLoad(EventLoop loop, int port, List<String> paths, long origin, int perSecond) {
        this.loop = loop;
        this.port = port;
        this.paths = List.copyOf(paths);
        this.origin = origin;
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Begins at the next of its times.
     *
     * @param paths one for each of {@link #SCHEMES}; {@code {}} stands for the address of the target
     * @param origin from which seconds count, by {@link System#nanoTime}
     * @param offsetNanos requests are sent that long after each whole interval since the origin
     */
    static SteadyLoad begin(
            EventLoop loop, int port, List<String> paths, long origin, int perSecond, long offsetNanos) {
        SteadyLoad load = new SteadyLoad(loop, port, paths, origin, perSecond);
        loop.execute(() -> {
            long first = origin + offsetNanos;
            long whole = Math.floorDiv(System.nanoTime() - first, load.interval) + 1;
            load.next = first + whole * load.interval;
            load.schedule();
        });
        return load;
    }

    private void schedule() {
        loop.schedule(this::tick, next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (ended) {
            return;
        }
        long intended = next;
        next += interval;
        schedule();
        send(intended);
    }

    private void send(long intended) {
        int turn = (int) (begun % SCHEMES.size());
        String address = Addresses.of(begun % TARGETS);
        begun++;
        LoadConnection connection = idle.take(this);
        boolean fresh = !connection.isOpen();
        busy.put(connection, new Request(intended, SCHEMES.get(turn)));
        connection.send(paths.get(turn).replace("{}", address), address, intended);
        if (fresh) {
            connection.open(loop, port);
        }
    }

    @Override
    public void answered(LoadConnection connection, String address, long intended, @Nullable String metrics) {
        Request request = busy.remove(connection);
        if (request == null) {
            return;
        }
        Answer answer = note(request, metrics, System.nanoTime() - intended);
        if (!answer.succeeded()) {
            System.err.println("a probe failed, of " + address + " after " + answer.second() + " s: " + metrics);
        }
        if (metrics != null) {
            idle.keep(connection);
        }
        if (ended && busy.isEmpty()) {
            complete();
        }
    }

    private Answer note(Request request, @Nullable String metrics, long latency) {
        double second = (request.intended() - origin) / NANOS_PER_SECOND;
        Answer answer = Answer.of(second, request.scheme(), latency / NANOS_PER_MILLISECOND, metrics);
        answers.add(answer);
        return answer;
    }

    /** Sends no more, waits for the answers, and returns all; a request whose answer does not come has failed. */
    List<Answer> end() {
        loop.execute(() -> {
            ended = true;
            if (busy.isEmpty()) {
                complete();
            } else {
                loop.schedule(this::giveUp, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            }
        });
        return result.join();
    }

    private void giveUp() {
        if (result.isDone()) {
            return;
        }
        busy.forEach((connection, request) -> {
            note(request, null, PATIENCE_NANOS);
            connection.close();
        });
        complete();
    }

    private void complete() {
        idle.close();
        result.complete(List.copyOf(answers));
    }
}
