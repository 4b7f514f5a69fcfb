package dev.websocketexporter.engine.run;

import java.nio.charset.StandardCharsets;

/** One text that must not be shown, in whatever way a peer may write it: as it is, escaped, or in hex. */
final class SecretShape {
    /** A shorter beginning of a secret at a place where a text was cut says little. */
    private static final int SHORTEST_BEGINNING = 4;

    private static final int LONGEST_ESCAPE = 12;
    private static final char CUT = '…';

    private final int[] characters;
    private final byte[] utf8;
    private final boolean inHexToo;

    /** @param inHexToo whether the hex of its bytes is looked for, too */
    SecretShape(String text, boolean inHexToo) {
        this.characters = text.codePoints().toArray();
        this.utf8 = text.getBytes(StandardCharsets.UTF_8);
        this.inHexToo = inHexToo;
    }

    /** Whether what stands for it may begin with this character. */
    boolean mayBegin(char c) {
        return c == (char) characters[0]
                || Escapes.mayBegin(c)
                || c == (char) (utf8[0] & 0xff)
                || characters[0] > Character.MAX_VALUE
                || Character.isWhitespace(characters[0])
                || (inHexToo && Character.digit(c, 16) == ((utf8[0] & 0xff) >> 4));
    }

    /** Where it ends if it begins there, be it cut off; -1: it does not. */
    int end(String text, int from) {
        int end = match(text, from, 0);
        return end < 0 && inHexToo ? endOfHex(text, from) : end;
    }

    private int match(String text, int from, int begun) {
        int at = from;
        int next = begun;
        while (next < characters.length) {
            if (isCut(text, at)) {
                return next >= SHORTEST_BEGINNING ? at : -1;
            }
            int c = characters[next];
            int same = sameRun(text, at, next);
            if (same > 0) {
                next += runOf(next);
                at += same;
                continue;
            }
            int end = escaped(text, at, next);
            if (c != literal(text, at)) {
                return end >= 0 || !isCutSoon(text, at) || next < SHORTEST_BEGINNING ? end : cut(text, at);
            }
            if (end >= 0) {
                return end;
            }
            at += Character.charCount(c);
            next++;
        }
        return at;
    }

    /** A run of backslashes may be longer in quotes, and one of white space may have become another. */
    private int sameRun(String text, int from, int next) {
        int c = characters[next];
        boolean blank = Character.isWhitespace(c);
        if (c != '\\' && !blank) {
            return 0;
        }
        int at = from;
        while (at < text.length() && (blank ? Character.isWhitespace(text.charAt(at)) : text.charAt(at) == '\\')) {
            at++;
        }
        return blank || at - from >= runOf(next) ? at - from : 0;
    }

    private int runOf(int next) {
        boolean blank = Character.isWhitespace(characters[next]);
        int end = next;
        while (end < characters.length
                && (blank ? Character.isWhitespace(characters[end]) : characters[end] == characters[next])) {
            end++;
        }
        return end - next;
    }

    private static int literal(String text, int at) {
        return at < text.length() ? text.codePointAt(at) : -1;
    }

    /** Where all of the rest ends if the next character is escaped here; -1: it is not, or something else follows. */
    private int escaped(String text, int at, int next) {
        int c = characters[next];
        if (c >= 0x80) {
            int end = asBytes(text, at, c);
            if (end >= 0) {
                return match(text, end, next + 1);
            }
        }
        if (at >= text.length() || !Escapes.mayBegin(text.charAt(at))) {
            return -1;
        }
        int[] end = {-1};
        Escapes.read(text, at, (value, isByte, escapeEnd) -> {
            if (Character.isWhitespace(c) && Character.isWhitespace(value)) {
                end[0] = match(text, escapeEnd, next + runOf(next));
                end[0] = end[0] < 0 ? match(text, escapeEnd, next + 1) : end[0];
            } else if (value == c) {
                end[0] = match(text, escapeEnd, next + 1);
            } else if (value == Character.highSurrogate(c) && c > Character.MAX_VALUE) {
                end[0] = lowHalf(text, escapeEnd, next);
            }
            return end[0] >= 0;
        });
        return end[0];
    }

    private int lowHalf(String text, int at, int next) {
        int[] end = {-1};
        if (at < text.length()) {
            Escapes.read(text, at, (value, isByte, escapeEnd) -> {
                if (value == Character.lowSurrogate(characters[next])) {
                    end[0] = match(text, escapeEnd, next + 1);
                }
                return end[0] >= 0;
            });
        }
        return end[0];
    }

    /** Each byte of its UTF-8 for itself: escaped, or taken for Latin-1. */
    private static int asBytes(String text, int from, int c) {
        int at = from;
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            if (at >= text.length()) {
                return -1;
            }
            int[] end = {text.charAt(at) == (char) (b & 0xff) ? at + 1 : -1};
            if (end[0] < 0) {
                Escapes.read(text, at, (value, isByte, escapeEnd) -> {
                    end[0] = value == (b & 0xff) ? escapeEnd : -1;
                    return end[0] >= 0;
                });
            }
            if (end[0] < 0) {
                return -1;
            }
            at = end[0];
        }
        return at;
    }

    /** Two digits a byte, maybe with a mark between them. */
    private int endOfHex(String text, int from) {
        int at = from;
        for (int i = 0; i < utf8.length; i++) {
            if (isCut(text, at) || isCut(text, at + 1)) {
                return i >= SHORTEST_BEGINNING ? cut(text, at) : -1;
            }
            if (i > 0 && at < text.length() && " :-".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            if (Escapes.hex(text, at, 2) != (utf8[i] & 0xff)) {
                return -1;
            }
            at += 2;
        }
        return at;
    }

    private static boolean isCut(String text, int at) {
        return at < text.length()
                && (text.charAt(at) == CUT
                        || (text.charAt(at) == '"' && at + 1 < text.length() && text.charAt(at + 1) == CUT));
    }

    /** An escape may have been cut in two. */
    private static boolean isCutSoon(String text, int at) {
        return at < text.length() && Escapes.mayBegin(text.charAt(at)) && cut(text, at) >= 0;
    }

    private static int cut(String text, int from) {
        for (int at = from; at < text.length() && at <= from + LONGEST_ESCAPE; at++) {
            if (isCut(text, at)) {
                return at;
            }
        }
        return -1;
    }
}
