package dev.websocketexporter.engine.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One text that must not be shown, in whatever way a peer may write it: as it is, escaped, or in hex. */
final class SecretShape {
    /** A shorter beginning of a secret at a place where a text was cut says little. */
    private static final int SHORTEST_BEGINNING = 4;

    private static final int LONGEST_ESCAPE = 12;
    private static final char CUT = '…';

    /** Where the text goes on, and with which character of the secret. */
    private record Way(int at, int next) {}

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

    /** Where it ends if it begins there, be it cut off; -1: it does not, or the budget was spent before that was known. */
    int end(String text, int from, SearchBudget budget) {
        int end = match(text, from, 0, budget);
        return end < 0 && inHexToo ? endOfHex(text, from, budget) : end;
    }

    /** Goes on in place as long as there is one way to read the text: a long secret must not need a deep stack. */
    private int match(String text, int from, int begun, SearchBudget budget) {
        int at = from;
        int next = begun;
        while (next < characters.length) {
            if (isCut(text, at)) {
                return next >= SHORTEST_BEGINNING ? at : -1;
            }
            int same = sameRun(text, at, next);
            if (!budget.take(1 + same)) {
                return -1;
            }
            if (same > 0) {
                next += runOf(next);
                at += same;
                continue;
            }
            int c = characters[next];
            boolean literal = c == literal(text, at);
            List<Way> ways = ways(text, at, next);
            if (!literal && ways.isEmpty()) {
                return isCutSoon(text, at) && next >= SHORTEST_BEGINNING ? cut(text, at) : -1;
            }
            int others = literal ? ways.size() : ways.size() - 1;
            for (Way way : ways.subList(0, others)) {
                int end = budget.descend() ? match(text, way.at(), way.next(), budget) : -1;
                budget.ascend();
                if (end >= 0) {
                    return end;
                }
            }
            at = literal ? at + Character.charCount(c) : ways.get(others).at();
            next = literal ? next + 1 : ways.get(others).next();
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

    /** How the next character may stand escaped here. */
    private List<Way> ways(String text, int at, int next) {
        int c = characters[next];
        boolean escape = at < text.length() && Escapes.mayBegin(text.charAt(at));
        if (c < 0x80 && !escape) {
            return List.of();
        }
        List<Way> ways = new ArrayList<>(2);
        int asBytes = c < 0x80 ? -1 : asBytes(text, at, c);
        if (asBytes >= 0) {
            ways.add(new Way(asBytes, next + 1));
        }
        if (escape) {
            Escapes.read(text, at, (value, isByte, escapeEnd) -> {
                addWays(text, value, escapeEnd, next, ways);
                return false;
            });
        }
        return ways;
    }

    private void addWays(String text, int value, int escapeEnd, int next, List<Way> ways) {
        int c = characters[next];
        if (Character.isWhitespace(c) && Character.isWhitespace(value)) {
            if (runOf(next) > 1) {
                ways.add(new Way(escapeEnd, next + runOf(next)));
            }
            ways.add(new Way(escapeEnd, next + 1));
        } else if (value == c) {
            ways.add(new Way(escapeEnd, next + 1));
        } else if (value == Character.highSurrogate(c) && c > Character.MAX_VALUE) {
            addLowHalf(text, escapeEnd, next, ways);
        }
    }

    private void addLowHalf(String text, int at, int next, List<Way> ways) {
        if (at < text.length()) {
            Escapes.read(text, at, (value, isByte, escapeEnd) -> {
                boolean found = value == Character.lowSurrogate(characters[next]);
                if (found) {
                    ways.add(new Way(escapeEnd, next + 1));
                }
                return found;
            });
        }
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
    private int endOfHex(String text, int from, SearchBudget budget) {
        int at = from;
        for (int i = 0; i < utf8.length; i++) {
            if (isCut(text, at) || isCut(text, at + 1)) {
                return i >= SHORTEST_BEGINNING ? cut(text, at) : -1;
            }
            if (i > 0 && at < text.length() && " :-".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            if (Escapes.hex(text, at, 2) != (utf8[i] & 0xff) || !budget.take(1)) {
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
