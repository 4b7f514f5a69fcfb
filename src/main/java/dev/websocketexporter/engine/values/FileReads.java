package dev.websocketexporter.engine.values;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.OwnWork;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.engine.work.Ticket;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.value.PathIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads files for probes, each file on at most one thread: whoever needs a file that is being read waits for the next
 * reading, which begins after that one and serves all who wait. So nobody gets what was there before he asked, and a
 * file that hangs costs one thread, however many probes need it. Safe for use by several threads.
 */
public final class FileReads {
    private final TaskRunner usual;
    private final TaskRunner reserve;
    private final FileAccess access;
    private final Ticker ticker;

    /** Guarded by this, with all that is in them. */
    private final Map<Path, Line> lines = new HashMap<>();

    /** Of the directories whose files hang; guarded by this, with all that is in them. */
    private final Map<Path, DirectoryLooks> looks = new HashMap<>();

    /** Guarded by this. */
    private final QuickFiles quick = new QuickFiles();

    /**
     * Reads the files of this machine.
     *
     * @param usual reads them
     * @param reserve reads those that are known to be quick, whatever hangs in the other
     */
    public FileReads(TaskRunner usual, TaskRunner reserve, Ticker ticker) {
        this(usual, reserve, ticker, FileAccess.REGULAR);
    }

    FileReads(TaskRunner usual, TaskRunner reserve, Ticker ticker, FileAccess access) {
        this.usual = usual;
        this.reserve = reserve;
        this.ticker = ticker;
        this.access = access;
    }

    /**
     * What is in the file now. Completes on the probe's loop, on which this is to be called; fails with {@code
     * exporter_limit} when there is no thread for it.
     */
    public CompletableFuture<FileContent> read(PhaseContext context, Path path, FileAsk ask) {
        Reader reader = new Reader(context, path, ask);
        if (!enter(reader)) {
            return CompletableFuture.failedFuture(BlockingExecutor.noPlace(context, usual));
        }
        context.begin(reader);
        return reader.content;
    }

    /** What a probe waits for that waits for these files, in words. */
    public String waiting(List<Path> paths) {
        return paths.stream()
                .map(this::waiting)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("the exporter's files");
    }

    private synchronized String waiting(Path path) {
        Line line = lines.get(path);
        if (line == null) {
            return "";
        }
        return "the file " + path
                + (line.begunAt == null
                        ? ", for which the exporter has no thread: " + usual.words()
                        : ", whose reading has not ended for " + Text.of(Duration.ofNanos(ticker.read() - line.begunAt))
                                + " (is its file system reachable?)");
    }

    private synchronized boolean enter(Reader reader) {
        Line line = lines.get(reader.path);
        if (line == null) {
            line = new Line(reader.path);
            line.current.add(reader);
            return submit(line);
        }
        // What is being read may be older than this request.
        (line.begunAt == null ? line.current : line.next).add(reader);
        if (line.begunAt != null && ticker.read() - line.begunAt > DirectoryLooks.HUNG.toNanos()) {
            look(line);
        }
        return true;
    }

    /**
     * What hangs may have been replaced, as a link into a file system that is gone is by one that leads elsewhere: then
     * the file is read anew. Guarded by this.
     */
    private void look(Line line) {
        long now = ticker.read();
        Path directory = directory(line);
        DirectoryLooks ofAll = looks.computeIfAbsent(directory, none -> new DirectoryLooks());
        if ((line.lookedAt == null || now - line.lookedAt > DirectoryLooks.HUNG.toNanos())
                && ofAll.mayBegin(now)
                && usual.offer(() -> look(line, directory, ofAll)) != null) {
            line.lookedAt = now;
            ofAll.begin(now);
        }
    }

    private void look(Line line, Path directory, DirectoryLooks ofAll) {
        synchronized (this) {
            ofAll.run();
        }
        PathIdentity identity = access.identity(line.path);
        synchronized (this) {
            boolean othersHang = ofAll.end();
            if (!ofAll.areUnderWay()) {
                looks.remove(directory, ofAll);
            }
            if (!othersHang) {
                // The first look is at what hangs.
                boolean replaced = line.identity != null && !line.identity.equals(identity);
                line.identity = identity;
                if (replaced) {
                    readAnew(line);
                }
            } else if (looks.remove(directory, ofAll)) {
                // The directory answers, and did not before: so may all that hangs in it.
                long now = ticker.read();
                lines.values().stream()
                        .filter(hung -> hung.begunAt != null && now - hung.begunAt > DirectoryLooks.HUNG.toNanos())
                        .filter(hung -> directory(hung).equals(directory))
                        .toList()
                        .forEach(this::readAnew);
            }
        }
    }

    private static Path directory(Line line) {
        return line.path.resolveSibling("");
    }

    /** The reading that hangs goes on hanging, for nobody. Guarded by this. */
    private void readAnew(Line line) {
        if (lines.remove(line.path, line)) {
            Line anew = new Line(line.path);
            anew.current = line.next;
            line.next = new ArrayList<>();
            if (!anew.current.isEmpty() && !submit(anew)) {
                anew.current.forEach(Reader::refuse);
            }
        }
    }

    /** Guarded by this. */
    private boolean submit(Line line) {
        line.begunAt = null;
        Ticket ticket = quick.contains(line.path) ? reserve.offer(() -> read(line)) : null;
        line.ticket = ticket == null ? usual.offer(() -> read(line)) : ticket;
        if (line.ticket == null) {
            lines.remove(line.path, line);
            return false;
        }
        lines.put(line.path, line);
        return true;
    }

    private void read(Line line) {
        long begunAt = ticker.read();
        FileAsk ask = begin(line, begunAt);
        FileContent content;
        try {
            content = access.read(line.path, ask);
        } catch (RuntimeException | Error e) {
            content = FileContent.unreadable(
                    line.path, "cannot be read: " + e.getClass().getSimpleName());
        }
        for (Reader reader : done(line, Duration.ofNanos(ticker.read() - begunAt))) {
            reader.complete(content);
        }
    }

    private synchronized FileAsk begin(Line line, long now) {
        line.begunAt = now;
        // None is left if all have gone just now.
        return line.current.stream()
                .map(reader -> reader.ask)
                .reduce(FileAsk::and)
                .orElse(FileAsk.content(0));
    }

    private synchronized List<Reader> done(Line line, Duration took) {
        quick.note(line.path, took);
        List<Reader> readers = line.current;
        line.current = line.next;
        line.next = new ArrayList<>();
        if (line.current.isEmpty()) {
            lines.remove(line.path, line);
        } else if (!submit(line)) {
            line.current.forEach(Reader::refuse);
        }
        return readers;
    }

    private synchronized void leave(Reader reader) {
        Line line = lines.get(reader.path);
        if (line == null || line.next.remove(reader) || !line.current.remove(reader) || !line.current.isEmpty()) {
            return;
        }
        if (line.begunAt == null) {
            lines.remove(line.path, line);
        }
        if (line.ticket != null) {
            line.ticket.cancel();
        }
    }

    /** Those who wait for one file: for the reading that waits or runs, and for the one after it. */
    private static final class Line {
        private final Path path;
        private List<Reader> current = new ArrayList<>();
        private List<Reader> next = new ArrayList<>();
        private @Nullable Ticket ticket;
        private @Nullable Long begunAt;
        private @Nullable PathIdentity identity;
        private @Nullable Long lookedAt;

        Line(Path path) {
            this.path = path;
        }
    }

    private final class Reader implements OwnWork {
        private final PhaseContext context;
        private final Path path;
        private final FileAsk ask;
        private final CompletableFuture<FileContent> content = new CompletableFuture<>();

        Reader(PhaseContext context, Path path, FileAsk ask) {
            this.context = context;
            this.path = path;
            this.ask = ask;
        }

        void complete(FileContent found) {
            onLoop(() -> content.complete(found));
        }

        void refuse() {
            onLoop(() -> content.completeExceptionally(BlockingExecutor.noPlace(context, usual)));
        }

        private void onLoop(Runnable completion) {
            try {
                context.loop().execute(() -> {
                    context.ended(this);
                    completion.run();
                });
            } catch (RejectedExecutionException e) {
                // The loop has been shut down: nobody waits any more.
                content.cancel(false);
            }
        }

        @Override
        public void cancel() {
            leave(this);
        }

        @Override
        public ExporterLimit limit() {
            return usual.limit();
        }

        /** The phase says so itself, if it needs the file to go on. */
        @Override
        public @Nullable String waitsFor() {
            return null;
        }

        @Override
        public long waitedNanos(long sinceBegun) {
            return 0;
        }
    }
}
