package dev.websocketexporter.engine.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a page of HTML says, roughly: without tags and comments, what is not for readers, and its head. Takes linear time. */
final class HtmlText {
    private static final int BEGINNING = 200;
    private static final int LONGEST_ENTITY = 8;

    /** Elements without their content. */
    private static final List<String> UNREAD = List.of("script", "style", "head", "svg");

    private static final Map<String, String> ENTITIES = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "mdash", "—", "ndash", "–");

    private HtmlText() {}

    static boolean isHtml(String text, String contentType) {
        String beginning = text.substring(0, Math.min(text.length(), BEGINNING))
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return contentType.toLowerCase(Locale.ROOT).contains("html")
                || beginning.startsWith("<!doctype html")
                || beginning.startsWith("<html");
    }

    /** The text; if there is none beside tags, all of it as it is. */
    static String of(String html) {
        String lower = html.toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        int at = 0;
        // Some characters get longer in lower case; then the places do not agree.
        boolean comparable = lower.length() == html.length();
        while (comparable && at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' && isTag(html, at)) {
                at = behindTag(lower, at);
                text.append(' ');
            } else if (c == '&') {
                at = entity(html, at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString().isBlank() ? html : text.toString();
    }

    private static boolean isTag(String html, int at) {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
    }

    private static int behindTag(String lower, int at) {
        if (lower.startsWith("<!--", at)) {
            return behind(lower, "-->", at);
        }
        for (String element : UNREAD) {
            int nameEnd = at + 1 + element.length();
            if (lower.startsWith(element, at + 1)
                    && nameEnd < lower.length()
                    && !Character.isLetterOrDigit(lower.charAt(nameEnd))) {
                int close = behind(lower, "</" + element, at);
                return close == lower.length() ? close : behind(lower, ">", close);
            }
        }
        return behind(lower, ">", at);
    }

    private static int behind(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    /** Appends what stands there, and returns where it ends. */
    private static int entity(String html, int at, StringBuilder text) {
        int end = at
                + html.substring(at, Math.min(html.length(), at + LONGEST_ENTITY))
                        .indexOf(';');
        String name = end < at ? "" : html.substring(at + 1, end);
        String character = name.startsWith("#") ? numbered(name.substring(1)) : ENTITIES.get(name);
        text.append(character == null ? "&" : character);
        return character == null ? at + 1 : end + 1;
    }

    private static String numbered(String number) {
        try {
            int code = number.startsWith("x") || number.startsWith("X")
                    ? Integer.parseInt(number.substring(1), 16)
                    : Integer.parseInt(number);
            return Character.isValidCodePoint(code) ? Character.toString(code) : "&";
        } catch (NumberFormatException e) {
            return "&";
        }
    }
}
