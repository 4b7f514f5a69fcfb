package dev.websocketexporter.engine;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.values.FileReads;
import dev.websocketexporter.engine.work.WorkPool;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.ExporterLimit;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The threads for what an event loop must not do, apart from each other: a disk that hangs holds up no verification, and
 * a regular expression that takes long holds up neither.
 */
final class WorkPools implements AutoCloseable {
    /** More tasks than probes at once can wait for. */
    private static final int WAITING = 1_000;

    /** Threads that only read need little. */
    private static final long SMALL_STACK_BYTES = 256 * 1024;

    private final WorkPool files;
    private final WorkPool reservedFiles;
    private final WorkPool cryptography;
    private final WorkPool lists;
    private final WorkPool matching;
    private final FileReads fileReads;

    /** @param cores what this machine computes with */
    WorkPools(int cores, Ticker ticker) {
        // A file that hangs costs one thread each, whatever the number of cores.
        this.files = new WorkPool(ExporterLimit.FILES, new WorkPool.Size(64, WAITING, SMALL_STACK_BYTES), ticker);
        this.reservedFiles = new WorkPool(ExporterLimit.FILES, new WorkPool.Size(16, 0, SMALL_STACK_BYTES), ticker);
        // More than cores: a chain that takes its whole second shares them with those that take milliseconds.
        this.cryptography =
                new WorkPool(ExporterLimit.CRYPTOGRAPHY, new WorkPool.Size(Math.max(8, 2 * cores), WAITING, 0), ticker);
        // A large revocation list takes seconds, and many are new after a start.
        this.lists = new WorkPool(ExporterLimit.CRYPTOGRAPHY, new WorkPool.Size(2, WAITING, 0), ticker);
        this.matching = new WorkPool(ExporterLimit.MATCHING, new WorkPool.Size(Math.max(2, cores), WAITING, 0), ticker);
        this.fileReads = new FileReads(files, reservedFiles, ticker);
    }

    FileReads files() {
        return fileReads;
    }

    /** Where files are read that are no probe's. */
    WorkPool fileThreads() {
        return files;
    }

    BlockingExecutor cryptography() {
        return new BlockingExecutor(cryptography);
    }

    /** Where revocation lists are read. */
    BlockingExecutor lists() {
        return new BlockingExecutor(lists);
    }

    BlockingExecutor matching() {
        return new BlockingExecutor(matching);
    }

    /** Where messages are judged that are no probe's. */
    WorkPool matchingThreads() {
        return matching;
    }

    List<ExecutorFigures> figures() {
        return List.of(
                files.figures().plus(reservedFiles.figures()),
                cryptography.figures().plus(lists.figures()),
                matching.figures());
    }

    /** From now on the observer is given how long each task waited for a thread, with the executor's name. */
    void watchWaits(BiConsumer<String, Duration> observer) {
        List.of(files, reservedFiles, cryptography, lists, matching)
                .forEach(pool -> pool.watchWaits(wait -> observer.accept(pool.name(), wait)));
    }

    /** Does not wait for what hangs. */
    @Override
    public void close() {
        List.of(files, reservedFiles, cryptography, lists, matching).forEach(WorkPool::close);
    }
}
