package dev.websocketexporter.cli;

import dev.websocketexporter.cli.Surroundings.Destination;
import dev.websocketexporter.render.terminal.TerminalStyle;
import dev.websocketexporter.render.terminal.TerminalStyle.Ability;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where texts are written: a terminal whose cursor can be moved, or a file or pipe, which gets plain lines. */
final class Terminal {
    private static final int USUAL_WIDTH = 80;
    private static final int WIDEST = 160;
    private static final String UP = "\u001b[%dA";
    private static final String ERASE_BELOW = "\u001b[J";
    /** DECAWM: what is wider than the terminal is cut off. */
    private static final String NO_WRAPPING = "\u001b[?7l";

    private static final String WRAPPING = "\u001b[?7h";

    private final PrintStream out;
    private final TerminalStyle style;
    private final Kind kind;

    /** How many lines can be drawn over: those that {@link #redraw} wrote last. */
    private int drawn;

    /** What is at the other end. */
    enum Kind {
        /** A person watches, and the cursor can be moved. */
        INTERACTIVE,
        /** A file, a pipe, or a terminal that understands no sequences. */
        PLAIN
    }

    private Terminal(PrintStream out, TerminalStyle style, Kind kind) {
        this.out = out;
        this.style = style;
        this.kind = kind;
    }

    /** A terminal as the environment describes it, if it is one at all. */
    static Terminal of(PrintStream out, Destination destination, Map<String, String> environment) {
        boolean isTerminal = destination == Destination.TERMINAL;
        Kind kind = isTerminal && !"dumb".equals(environment.get("TERM")) ? Kind.INTERACTIVE : Kind.PLAIN;
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        // https://no-color.org: any value but an empty one.
        if (kind == Kind.INTERACTIVE && environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            abilities.add(Ability.COLOURS);
        }
        if (isUtf8(environment)) {
            abilities.add(Ability.BLOCKS);
        }
        if (isTerminal) {
            abilities.add(Ability.WRAPPING);
        }
        return new Terminal(out, new TerminalStyle(width(environment.get("COLUMNS")), abilities), kind);
    }

    /** As the C library chooses it. */
    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }

    private static int width(@Nullable String columns) {
        boolean number = columns != null && columns.matches("[1-9][0-9]{0,3}");
        return number ? Math.min(WIDEST, Integer.parseInt(columns)) : USUAL_WIDTH;
    }

    TerminalStyle style() {
        return style;
    }

    boolean isInteractive() {
        return kind == Kind.INTERACTIVE;
    }

    /** Writes a text that stays. */
    void print(String text) {
        drawn = 0;
        out.print(text);
        out.flush();
    }

    void println(String line) {
        print(line + "\n");
    }

    /**
     * Draws lines in the place of those that were drawn last. Each takes one line of the terminal, also if that is narrower
     * than the environment says, or has become so: otherwise, what was drawn last would not be where it is looked for.
     */
    void redraw(List<String> lines) {
        String before = drawn == 0 ? "" : UP.replace("%d", String.valueOf(drawn)) + ERASE_BELOW;
        String text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
        out.print(isInteractive() && !lines.isEmpty() ? before + NO_WRAPPING + text + WRAPPING : before + text);
        out.flush();
        drawn = lines.size();
    }

    /** Whether nobody reads any more, such as {@code head} after its lines. */
    boolean isGone() {
        return out.checkError();
    }
}
