package dev.websocketexporter.config.yaml;

import dev.websocketexporter.probe.value.PathIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the file system without waiting for ever: a file may hang, on a network or as a pipe that nobody writes to. A file
 * that hangs keeps one thread, however often it is asked for. Safe for use by several threads.
 */
public final class TimedFiles {
    /** How long an answer may take. */
    public static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Duration atMost;

    /** As many threads as files hang, and one. */
    private final Executor threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "configuration-file");
                thread.setDaemon(true);
                return thread;
            });

    /** What is being asked, by the file that it is about. */
    private final Map<Path, Question> underWay = new ConcurrentHashMap<>();

    /** @param atMost how long an answer may take */
    public TimedFiles(Duration atMost) {
        this.atMost = atMost;
    }

    /** A configuration is loaded: one file that hangs is reason enough to refuse it. */
    public Load begin() {
        return new Load();
    }

    /** The questions of one loading of a configuration. Not safe for use by several threads. */
    public final class Load {
        private boolean gaveUp;

        private Load() {}

        /** Whether a file hung, so that no other should be asked for. */
        public boolean gaveUp() {
            return gaveUp;
        }

        /**
         * The answer to a question about a file. While an earlier one about it is not answered, no further one is
         * asked, unless something else stands under its path by now.
         *
         * @throws HungFileException when it does not come in time
         * @throws IOException with which the question failed
         */
        public <T> T ask(Path file, Callable<T> question) throws IOException {
            try {
                return answered(asked(file, question));
            } catch (HungFileException e) {
                gaveUp = true;
                throw e;
            }
        }
    }

    private <T> CompletableFuture<T> asked(Path file, Callable<T> question) throws HungFileException {
        CompletableFuture<Boolean> over =
                new CompletableFuture<Boolean>().completeOnTimeout(true, atMost.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Question mine = new Question(answer);
        Question before = underWay.putIfAbsent(file, mine);
        while (before != null) {
            if (!isOfAnother(file, before, over)) {
                await(before.answer, over);
            } else if (underWay.replace(file, before, mine)) {
                break;
            }
            before = underWay.putIfAbsent(file, mine);
        }
        threads.execute(() -> answer(file, question, mine, answer));
        await(answer, over);
        return answer;
    }

    /** Whether something else stands under the path by now than what the question is about. */
    private boolean isOfAnother(Path file, Question before, CompletableFuture<Boolean> over) throws HungFileException {
        PathIdentity then = before.identity;
        CompletableFuture<PathIdentity> look = before.look;
        if (look == null || look.isDone()) {
            CompletableFuture<PathIdentity> next = new CompletableFuture<>();
            before.look = next;
            look = next;
            threads.execute(() -> next.complete(PathIdentity.of(file)));
        }
        await(look, over);
        return then != null && !then.equals(look.join());
    }

    private <T> void answer(Path file, Callable<T> question, Question mine, CompletableFuture<T> answer) {
        try {
            mine.identity = PathIdentity.of(file);
            T found = question.call();
            underWay.remove(file, mine);
            answer.complete(found);
        } catch (Throwable e) {
            underWay.remove(file, mine);
            answer.completeExceptionally(e);
        }
    }

    /** What is being asked about a file. */
    private static final class Question {
        private final CompletableFuture<?> answer;
        /** What stood under the path when it was asked; null: not known yet. */
        private volatile @Nullable PathIdentity identity;
        /** The last look at what stands there; null: there was none. */
        private volatile @Nullable CompletableFuture<PathIdentity> look;

        Question(CompletableFuture<?> answer) {
            this.answer = answer;
        }
    }

    private void await(CompletableFuture<?> question, CompletableFuture<Boolean> over) throws HungFileException {
        CompletableFuture<Boolean> answered = question.handle((answer, failure) -> true);
        CompletableFuture.anyOf(answered, over).join();
        if (!question.isDone()) {
            throw new HungFileException(atMost);
        }
    }

    private static <T> T answered(CompletableFuture<T> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** A file hangs. */
    public static final class HungFileException extends IOException {
        private static final long serialVersionUID = 1L;

        private HungFileException(Duration atMost) {
            super("it did not answer within " + atMost.toSeconds()
                    + " s, like a pipe that nobody writes to, or a file system that is gone");
        }
    }
}
