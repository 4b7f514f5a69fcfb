package dev.websocketexporter.config;

import org.jspecify.annotations.Nullable;

/** A value that its key cannot have. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String hint;

    /** A problem that is solved by a value of the expected kind. */
    BadValueException(String problem) {
        this(problem, null, null);
    }

    /** The same, for what something else found. */
    BadValueException(String problem, Exception cause) {
        this(problem, null, cause);
    }

    private BadValueException(String problem, @Nullable String hint, @Nullable Exception cause) {
        super(problem, cause);
        this.problem = problem;
        this.hint = hint;
    }

    /** A problem with a hint that says more than what is expected in general. */
    static BadValueException withHint(String problem, String hint) {
        return new BadValueException(problem, hint, null);
    }

    String problem() {
        return problem;
    }

    String hintOr(String other) {
        return hint == null ? other : hint;
    }
}
