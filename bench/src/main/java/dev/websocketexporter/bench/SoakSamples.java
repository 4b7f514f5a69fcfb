package dev.websocketexporter.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the exporter holds, measured all the time. Safe for use by several threads. */
final class SoakSamples implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Subject exporter;
    private final long begun = System.nanoTime();
    private final double from;
    private final List<Flatness.Sample> heap = new ArrayList<>();
    private final List<Flatness.Sample> descriptors = new ArrayList<>();
    private final List<Flatness.Sample> threads = new ArrayList<>();
    private final List<HeapHistogram> counting = new ArrayList<>();
    private final ScheduledExecutorService measuring = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "samples");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String trouble = "";

    private SoakSamples(Subject exporter, double from) {
        this.exporter = exporter;
        this.from = from;
    }

    /**
     * Measures descriptors and threads each second.
     *
     * @param heapEvery how often the garbage is collected and the heap measured
     * @param from in s, from when on the heap is compared
     */
    static SoakSamples begin(Subject exporter, Duration heapEvery, double from) {
        SoakSamples samples = new SoakSamples(exporter, from);
        samples.measuring.scheduleAtFixedRate(samples::small, 0, 1, TimeUnit.SECONDS);
        samples.measuring.scheduleAtFixedRate(
                samples::large, heapEvery.toMillis(), heapEvery.toMillis(), TimeUnit.MILLISECONDS);
        return samples;
    }

    private double second() {
        return (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }

    private void small() {
        try {
            int open = exporter.descriptors();
            int running = exporter.threads();
            synchronized (this) {
                descriptors.add(new Flatness.Sample(second(), open));
                threads.add(new Flatness.Sample(second(), running));
            }
        } catch (IOException | RuntimeException e) {
            trouble = e.toString();
        }
    }

    private void large() {
        try {
            HeapHistogram histogram = exporter.heap();
            synchronized (this) {
                heap.add(new Flatness.Sample(second(), histogram.mebibytes()));
                if (second() >= from) {
                    counting.add(histogram);
                    if (counting.size() > 2) {
                        counting.remove(1);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            trouble = e.toString();
        }
    }

    synchronized List<Flatness.Sample> heap() {
        return List.copyOf(heap);
    }

    synchronized List<Flatness.Sample> descriptors() {
        return List.copyOf(descriptors);
    }

    synchronized List<Flatness.Sample> threads() {
        return List.copyOf(threads);
    }

    /** Of which classes there is most more than when the comparison began. */
    synchronized List<String> heapGrowth() {
        return counting.size() < 2
                ? List.of()
                : counting.get(counting.size() - 1).growthSince(counting.get(0));
    }

    /** Why something could not be measured; empty: it could. */
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        measuring.shutdown();
        try {
            if (!measuring.awaitTermination(30, TimeUnit.SECONDS)) {
                trouble = "the last measurement has not ended";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
