package dev.websocketexporter.app;

/** A command line that cannot be followed; the message is one line that says what is wrong and what would be right. */
final class BadFlagException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whatever an argument has of line breaks and the like becomes a question mark. */
    BadFlagException(String message) {
        super(message.replaceAll("\\p{Cntrl}+", "?"));
    }
}
