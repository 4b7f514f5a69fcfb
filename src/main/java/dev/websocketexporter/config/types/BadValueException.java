package dev.websocketexporter.config.types;

import org.jspecify.annotations.Nullable;

/** A value that its key cannot have. */
public final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String hint;

    /** A problem that a value of the expected kind solves. */
    BadValueException(String problem) {
        this(problem, null, null);
    }

    /** The same, found by something else. */
    BadValueException(String problem, Exception cause) {
        this(problem, null, cause);
    }

    private BadValueException(String problem, @Nullable String hint, @Nullable Exception cause) {
        super(problem, cause);
        this.problem = problem;
        this.hint = hint;
    }

    /** A problem with a hint that says more than what is expected in general. */
    public static BadValueException withHint(String problem, String hint) {
        return new BadValueException(problem, hint, null);
    }

    /** What is wrong, as it follows the path of the key in a message. */
    public String problem() {
        return problem;
    }

    public String hintOr(String other) {
        return hint == null ? other : hint;
    }
}
