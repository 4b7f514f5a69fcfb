package dev.websocketexporter.app;

/** The exporter cannot start where and as it was told to; the message is one line that says why. */
final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStartException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
