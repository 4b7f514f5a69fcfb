package dev.websocketexporter.server.recording;

/** How much memory texts take. */
final class TextSize {
    private static final char LAST_OF_LATIN_1 = 0xFF;

    private TextSize() {}

    /** The characters in bytes: two each as soon as there is one beyond Latin-1, as Java keeps them. */
    static int of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_OF_LATIN_1) {
                return 2 * text.length();
            }
        }
        return text.length();
    }
}
