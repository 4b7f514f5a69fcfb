package dev.websocketexporter.bench;

import dev.websocketexporter.bench.LoadPlan.Pace;
import io.netty.channel.EventLoop;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One round of a load. A latency counts from when the request was meant to be sent, so that an exporter that makes the
 * driver wait does not hide it. Confined to the event loop.
 */
final class LoadRound implements LoadConnection.Listener {
    /** More at once than that wait for a connection, and their latency goes on. */
    private static final int MOST_CONNECTIONS = 1_500;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadPlan plan;
    private final EventLoop loop;
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final Set<LoadConnection> connections = new HashSet<>();
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final @Nullable OutputStream record;
    private double[] latencies = new double[1 << 16];
    private int answers;
    private long done;
    private long begun;
    private long nextTarget;
    private boolean complained;
    private long start;
    private long lastAnswer;

    LoadRound(LoadPlan plan, EventLoop loop, long firstTarget) throws IOException {
        this.plan = plan;
        this.loop = loop;
        this.nextTarget = firstTarget;
        Path file = plan.record();
        this.record = file == null ? null : new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    LoadResult run() {
        loop.execute(this::begin);
        return result.join();
    }

    /** The first target that this round has not probed. */
    long nextTarget() {
        return nextTarget;
    }

    private void begin() {
        start = System.nanoTime();
        lastAnswer = start;
        loop.schedule(this::end, plan.duration().toNanos() + PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        if (plan.pace() instanceof Pace.Closed closed) {
            for (int i = 0; i < closed.atOnce(); i++) {
                send(start);
            }
        } else {
            sendWhatIsDue();
        }
    }

    private void sendWhatIsDue() {
        while (!isAllBegun()) {
            long intended = start + begun * interval();
            long early = intended - System.nanoTime();
            if (early > 0) {
                loop.schedule(this::sendWhatIsDue, early, TimeUnit.NANOSECONDS);
                return;
            }
            send(intended);
        }
    }

    private boolean isAllBegun() {
        return begun * interval() >= plan.duration().toNanos();
    }

    private long interval() {
        return TimeUnit.SECONDS.toNanos(1) / ((Pace.Open) plan.pace()).perSecond();
    }

    private void send(long intended) {
        begun++;
        LoadConnection connection = usable();
        if (connection != null) {
            sendOn(connection, intended);
        } else if (connections.size() < MOST_CONNECTIONS) {
            LoadConnection fresh = new LoadConnection(this);
            connections.add(fresh);
            sendOn(fresh, intended);
            fresh.open(loop, plan.port());
        } else {
            waiting.add(intended);
        }
    }

    private @Nullable LoadConnection usable() {
        LoadConnection connection = idle.poll();
        while (connection != null && !connection.isOpen()) {
            connections.remove(connection);
            connection = idle.poll();
        }
        return connection;
    }

    private void sendOn(LoadConnection connection, long intended) {
        long target = nextTarget++;
        String template = plan.templates().get((int) (target % plan.templates().size()));
        String address = Addresses.of(target % plan.addresses());
        connection.send(template.replace("{}", address), address, intended);
    }

    @Override
    public void answered(LoadConnection connection, String address, long intended, @Nullable String metrics) {
        lastAnswer = System.nanoTime();
        note(lastAnswer - intended);
        if (metrics != null && metrics.contains("\nprobe_success 1")) {
            done++;
        } else if (!complained) {
            complained = true;
            System.err.println("the first probe that failed, of " + address + ": " + metrics);
        }
        write(address, metrics);
        if (metrics == null) {
            connections.remove(connection);
        }
        if (plan.pace() instanceof Pace.Closed) {
            again(connection, metrics != null);
        } else {
            free(connection, metrics != null);
        }
    }

    private void again(LoadConnection connection, boolean usable) {
        if (usable) {
            idle.add(connection);
        }
        if (lastAnswer - start < plan.duration().toNanos()) {
            send(lastAnswer);
        } else if (answers == begun) {
            end();
        }
    }

    private void free(LoadConnection connection, boolean usable) {
        Long next = usable ? waiting.poll() : null;
        if (next != null) {
            sendOn(connection, next);
        } else if (usable) {
            idle.add(connection);
        }
        if (answers == begun && isAllBegun()) {
            end();
        }
    }

    private void note(long nanos) {
        if (answers == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * latencies.length);
        }
        latencies[answers++] = nanos / NANOS_PER_MILLISECOND;
    }

    private void write(String address, @Nullable String metrics) {
        if (record == null || metrics == null) {
            return;
        }
        try {
            record.write(("@ " + address + "\n" + metrics).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        if (result.isDone()) {
            return;
        }
        int unanswered = (int) (begun - answers);
        for (int i = 0; i < unanswered; i++) {
            // The least that it would have been.
            note(PATIENCE_NANOS);
        }
        connections.forEach(LoadConnection::close);
        try {
            if (record != null) {
                record.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Quantiles quantiles = Quantiles.of(Arrays.copyOf(latencies, answers));
        result.complete(new LoadResult(
                done,
                begun - done,
                (lastAnswer - start) / NANOS_PER_SECOND,
                quantiles.at(0.5),
                quantiles.at(0.99),
                quantiles.max()));
    }
}
