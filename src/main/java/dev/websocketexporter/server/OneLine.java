package dev.websocketexporter.server;

/** Words of the client's that are told back: on one line, and not at any length. */
final class OneLine {
    private static final int LONGEST = 64;

    private OneLine() {}

    static String of(String text) {
        return of(text, LONGEST);
    }

    static String of(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest) + "…";
        StringBuilder line = new StringBuilder(cut.length());
        cut.chars().forEach(c -> line.append(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : (char) c));
        return line.toString();
    }
}
