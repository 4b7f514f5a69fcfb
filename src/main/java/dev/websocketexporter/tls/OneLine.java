package dev.websocketexporter.tls;

/** Makes text that a peer chose fit for a message: one line, bounded. */
final class OneLine {
    private static final int MAX_CHARACTERS = 120;

    private OneLine() {}

    /** The message of an exception, or its kind when it has none. */
    static String of(Throwable problem) {
        String message = problem.getMessage();
        return of(message == null ? problem.getClass().getSimpleName() : message);
    }

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_CHARACTERS).forEach(c -> append(line, c));
        return text.codePointCount(0, text.length()) > MAX_CHARACTERS ? line + "…" : line.toString();
    }

    private static void append(StringBuilder line, int c) {
        int type = Character.getType(c);
        boolean separator = type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
        if (separator || type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
            line.append(String.format("\\u%04x", c));
        } else {
            line.appendCodePoint(c);
        }
    }
}
