package dev.websocketexporter.render.terminal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the place that a text goes to can show.
 *
 * @param width columns, at least {@link #NARROWEST}
 * @param abilities what it can do beyond plain ASCII in lines of any length
 */
public record TerminalStyle(int width, Set<Ability> abilities) {
    /** Narrower ones are written to as if they had these columns, and break the lines themselves. */
    public static final int NARROWEST = 30;

    private static final String RESET = "\u001b[0m";

    /** What not every place can do. */
    public enum Ability {
        /** Escape sequences for bold and colours. */
        COLOURS,
        /** Block characters of Unicode. */
        BLOCKS,
        /** Lines are broken between words; else a paragraph is one line, which tools such as grep find whole. */
        WRAPPING
    }

    public TerminalStyle {
        width = Math.max(NARROWEST, width);
        EnumSet<Ability> copy = EnumSet.noneOf(Ability.class);
        copy.addAll(abilities);
        abilities = Collections.unmodifiableSet(copy);
    }

    public String strong(String text) {
        return painted("\u001b[1m", text);
    }

    public String soft(String text) {
        return painted("\u001b[2m", text);
    }

    public String good(String text) {
        return painted("\u001b[32m", text);
    }

    public String bad(String text) {
        return painted("\u001b[31m", text);
    }

    String bar(String text) {
        return painted("\u001b[36m", text);
    }

    private String painted(String sequence, String text) {
        return abilities.contains(Ability.COLOURS) && !text.isEmpty() ? sequence + text + RESET : text;
    }

    /** A bar so many columns long; at least a thin line, since the phase took place. */
    String columns(int count) {
        boolean blocks = abilities.contains(Ability.BLOCKS);
        return count == 0 ? (blocks ? "▏" : "|") : (blocks ? "█" : "#").repeat(count);
    }

    /**
     * The lines of a paragraph, which are as long as the columns after the indent allow. A word that is longer stays whole.
     *
     * @param indent columns that are taken already
     */
    public List<String> lines(String paragraph, int indent) {
        int room = Math.max(10, width - indent);
        if (!abilities.contains(Ability.WRAPPING) || paragraph.length() <= room) {
            return List.of(paragraph);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
