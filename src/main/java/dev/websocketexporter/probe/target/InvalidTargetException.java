package dev.websocketexporter.probe.target;

/** A target or host name that cannot be probed; the message is one line that says what is wrong and what is right. */
public final class InvalidTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidTargetException(String message) {
        super(message);
    }
}
