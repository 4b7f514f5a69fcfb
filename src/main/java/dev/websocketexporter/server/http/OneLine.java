package dev.websocketexporter.server.http;

/** What a client sent, as it may be quoted in an answer: on one line, and of a limited length. */
public final class OneLine {
    private static final int LONGEST = 64;

    private OneLine() {}

    public static String of(String text) {
        return of(text, LONGEST);
    }

    public static String of(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest) + "…";
        StringBuilder line = new StringBuilder(cut.length());
        cut.chars().forEach(c -> line.append(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : (char) c));
        return line.toString();
    }
}
