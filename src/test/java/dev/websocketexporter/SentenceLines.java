package dev.websocketexporter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the lines of a Markdown text that break the rule "one sentence a line".
 *
 * <p>A sentence is on one line, and a line has one sentence. The last line of a paragraph ends with a full stop, a
 * question mark, an exclamation mark or a colon; the last line of a list item may end with anything. Front matter, code
 * blocks, tables, headings, comments and images on a line of their own are not read.
 */
final class SentenceLines {
    private static final Pattern FENCE = Pattern.compile("(```|~~~).*");
    private static final Pattern NOT_PROSE =
            Pattern.compile("\\|.*|#{1,6} .*|-{3,}|\\*{3,}|!\\[[^]]*]\\([^)]*\\)|<!--.*-->");
    private static final Pattern LIST_ITEM = Pattern.compile("(?:[-*+]|\\d+[.)]) +(.*)");
    private static final Pattern CODE_SPAN = Pattern.compile("(`+)(?!`).*?(?<!`)\\1(?!`)");
    private static final Pattern LINK_TARGET = Pattern.compile("]\\([^)]*\\)");
    private static final Pattern AUTOMATIC_LINK = Pattern.compile("<https?:[^>]*>");
    private static final Pattern ABBREVIATION =
            Pattern.compile("(?i)(?<![\\p{L}\\d])(?:e\\.g|i\\.e|cf|vs|approx|resp)\\.$");
    private static final Pattern END = Pattern.compile("[.!?][)\\]\"'”’*_]*(?=\\s|$)");
    private static final Pattern END_OF_PARAGRAPH = Pattern.compile(".*[.!?:][)\\]\"'”’*_]*");

    private final List<Finding> findings = new ArrayList<>();
    private String fence = "";
    private boolean inComment;
    private boolean inFrontMatter;
    private boolean inListItem;
    /** What can be read of the line before; empty when a block begins. */
    private String previous = "";

    private int previousNumber;
    private int number;

    private SentenceLines() {}

    /**
     * What is wrong with a line.
     *
     * @param line from 1
     */
    record Finding(int line, String what) {}

    /** In the order of the lines. */
    static List<Finding> check(String markdown) {
        SentenceLines lines = new SentenceLines();
        markdown.lines().forEach(lines::next);
        lines.endBlock();
        return List.copyOf(lines.findings);
    }

    private void next(String line) {
        number++;
        String text = line.strip();
        if (isSkipped(text)) {
            endBlock();
            inListItem = false;
            return;
        }
        Matcher item = LIST_ITEM.matcher(text);
        if (item.matches()) {
            endBlock();
            inListItem = true;
            read(item.group(1));
        } else {
            read(text.replaceFirst("^> ?", ""));
        }
    }

    private boolean isSkipped(String text) {
        return isFrontMatter(text) || isCode(text) || isComment(text) || isBlockOfItsOwn(text);
    }

    private static boolean isBlockOfItsOwn(String text) {
        return text.isEmpty() || text.equals(">") || NOT_PROSE.matcher(text).matches();
    }

    private boolean isFrontMatter(String text) {
        if (text.equals("---") && (number == 1 || inFrontMatter)) {
            inFrontMatter = number == 1;
            return true;
        }
        return inFrontMatter;
    }

    private boolean isCode(String text) {
        Matcher mark = FENCE.matcher(text);
        if (!fence.isEmpty()) {
            fence = text.equals(fence) ? "" : fence;
            return true;
        }
        fence = mark.matches() ? mark.group(1) : "";
        return !fence.isEmpty();
    }

    private boolean isComment(String text) {
        boolean was = inComment;
        inComment = (was || text.startsWith("<!--")) && !text.endsWith("-->");
        return was || inComment;
    }

    private void read(String text) {
        String readable = readable(text);
        if (!previous.isEmpty() && !endsASentence(previous)) {
            findings.add(new Finding(previousNumber, "the sentence goes on in the next line"));
        }
        Matcher end = END.matcher(readable);
        while (end.find()) {
            boolean last = readable.substring(end.end()).isBlank();
            if (!last && !isAbbreviation(readable.substring(0, end.end()))) {
                findings.add(new Finding(number, "a second sentence begins in this line"));
                break;
            }
        }
        previous = readable;
        previousNumber = number;
    }

    /** Code, and where links lead, have no sentences. */
    private static String readable(String text) {
        String withoutCode = CODE_SPAN.matcher(text).replaceAll("code");
        String withoutTargets = LINK_TARGET.matcher(withoutCode).replaceAll("]");
        return AUTOMATIC_LINK.matcher(withoutTargets).replaceAll("link");
    }

    private static boolean endsASentence(String text) {
        Matcher end = END.matcher(text);
        boolean ends = false;
        while (end.find()) {
            ends = end.end() == text.length();
        }
        return ends && !isAbbreviation(text);
    }

    private static boolean isAbbreviation(String text) {
        return ABBREVIATION.matcher(text).find();
    }

    private void endBlock() {
        if (!previous.isEmpty()
                && !inListItem
                && !END_OF_PARAGRAPH.matcher(previous).matches()) {
            findings.add(
                    new Finding(previousNumber, "the paragraph does not end with a full stop, \"?\", \"!\" or \":\""));
        }
        previous = "";
    }
}
