package dev.websocketexporter.cli;

/** The command cannot be run as it was typed; the message is one line that says what is wrong and what would be right. */
final class BadUsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Control characters of an argument become a question mark. */
    BadUsageException(String message) {
        super(message.replaceAll("\\p{Cntrl}+", "?"));
    }
}
