package dev.websocketexporter.engine.run;

/**
 * What may be spent on looking for secrets in one text: a peer chooses the text, and the event loop waits meanwhile. Once it
 * is spent, all that was not looked at has to be hidden. Confined to one thread.
 */
final class SearchBudget {
    /** An ordinary text, with many secrets to look for, needs a small part of this: some milliseconds. */
    private static final int LEAST_STEPS = 200_000;

    private static final int STEPS_PER_CHARACTER = 16;

    /** Ways that were begun inside of others; each takes room on the stack. */
    private static final int DEEPEST = 64;

    private long steps;
    private int depth;

    /** @param characters how long the text is */
    SearchBudget(int characters) {
        this.steps = LEAST_STEPS + (long) STEPS_PER_CHARACTER * characters;
    }

    /** Takes so many steps; false: nothing is left. */
    boolean take(int wanted) {
        steps -= wanted;
        return !isSpent();
    }

    /** Begins a way inside of another; false: nothing is left. */
    boolean descend() {
        depth++;
        if (depth > DEEPEST) {
            steps = 0;
        }
        return !isSpent();
    }

    /** Ends what {@link #descend} began. */
    void ascend() {
        depth--;
    }

    boolean isSpent() {
        return steps <= 0;
    }
}
