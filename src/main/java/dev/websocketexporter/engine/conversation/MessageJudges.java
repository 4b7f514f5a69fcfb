package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.OwnWork;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.script.Judge;
import dev.websocketexporter.script.Judge.Judgement;
import dev.websocketexporter.script.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Judges messages: short ones at once, longer ones off the event loop, and large ones one after the other for all probes
 * together, since a judgement takes several times the memory of its message. Safe for use by several threads.
 */
final class MessageJudges {
    /** A regular expression may take milliseconds for more. */
    private static final int LARGEST_ON_LOOP_BYTES = 16 * 1024;

    /** What several threads may judge at once. */
    private static final int LARGEST_BESIDE_OTHERS_BYTES = 64 * 1024;

    private final BlockingExecutor blocking;

    /** Those that wait for their turn; guarded by itself. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /** Whether one has its turn; guarded by the deque. */
    private boolean judging;

    MessageJudges(BlockingExecutor blocking) {
        this.blocking = blocking;
    }

    /** The judgement, on the probe's event loop; it fails when the message is too large to be judged at all. */
    CompletableFuture<Judgement> judge(PhaseContext context, Message message, Expectation expectation) {
        int length = message.payload().length();
        if (length <= LARGEST_ON_LOOP_BYTES) {
            return CompletableFuture.completedFuture(Judge.of(message, expectation));
        }
        if (length <= LARGEST_BESIDE_OTHERS_BYTES) {
            return blocking.call(context, () -> Judge.of(message, expectation));
        }
        long needed = Judge.bytes(message, expectation);
        long limit = context.probeLoop().memory().limit();
        if (needed > limit) {
            return CompletableFuture.failedFuture(ProbeFailedException.ofExporter(
                    Phase.CONVERSATION,
                    ExporterLimit.MEMORY,
                    "a message of " + Text.ofBytes(length) + " came, and to judge it may take " + Text.ofBytes(needed)
                            + " of memory, of which the exporter has " + Text.ofBytes(limit)
                            + " for that (expected: a larger heap, or smaller messages)"));
        }
        CompletableFuture<Judgement> judged = new CompletableFuture<>();
        Turn turn = new Turn();
        boolean waits = isToWaitFor(() -> context.loop().execute(() -> {
            context.ended(turn);
            judge(context, message, expectation, judged);
        }));
        if (waits) {
            context.begin(turn);
        } else {
            judge(context, message, expectation, judged);
        }
        return judged;
    }

    /** Its turn has come; a probe that is over by now does not use it. */
    private void judge(
            PhaseContext context, Message message, Expectation expectation, CompletableFuture<Judgement> judged) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean passedOn = new AtomicBoolean();
        Runnable passOn = () -> {
            if (passedOn.compareAndSet(false, true)) {
                next();
            }
        };
        // Work that has begun passes the turn on when it ends, also when its probe is over before.
        context.atEnd(() -> {
            if (!begun.get()) {
                passOn.run();
            }
        });
        CompletableFuture<Judgement> unused = blocking.call(context, () -> {
                    begun.set(true);
                    try {
                        return Judge.of(message, expectation);
                    } finally {
                        passOn.run();
                    }
                })
                .whenComplete((judgement, failure) -> {
                    passOn.run();
                    if (failure == null) {
                        judged.complete(judgement);
                    } else {
                        judged.completeExceptionally(failure);
                    }
                });
    }

    /** Whether others are before it; then it is run when its turn comes. Else its turn is now. */
    private boolean isToWaitFor(Runnable turn) {
        synchronized (waiting) {
            if (judging) {
                waiting.add(turn);
                return true;
            }
            judging = true;
            return false;
        }
    }

    private void next() {
        @Nullable Runnable turn;
        synchronized (waiting) {
            turn = waiting.poll();
            judging = turn != null;
        }
        if (turn != null) {
            turn.run();
        }
    }

    /** A message that waits for its turn; no record, since each is another. */
    private static final class Turn implements OwnWork {
        @Override
        public void cancel() {
            // When its turn comes, the probe is over, and the next one has it.
        }

        @Override
        public ExporterLimit limit() {
            return ExporterLimit.MATCHING;
        }

        @Override
        public String waitsFor() {
            return "the exporter to judge large messages of other probes first";
        }

        @Override
        public long waitedNanos(long sinceBegun) {
            return sinceBegun;
        }
    }

    /** Where other slow work of a conversation is done. */
    BlockingExecutor blocking() {
        return blocking;
    }
}
