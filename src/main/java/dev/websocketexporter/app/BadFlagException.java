package dev.websocketexporter.app;

/** A command line that cannot be followed; the message is one line that says what is wrong and what would be right. */
final class BadFlagException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFlagException(String message) {
        super(message);
    }
}
