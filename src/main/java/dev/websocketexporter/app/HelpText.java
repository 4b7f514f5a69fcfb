package dev.websocketexporter.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.cli.help.TextHelpAppendable;
import org.apache.commons.cli.help.TextStyle;

/** What {@code --help} says. */
final class HelpText {
    private static final int WIDTH = 100;
    private static final int COLUMN = 40;
    private static final TextStyle DESCRIPTION = TextStyle.builder()
            .setLeftPad(COLUMN)
            .setIndent(0)
            .setMaxWidth(WIDTH - COLUMN)
            .get();

    private final StringBuilder text = new StringBuilder();

    private HelpText() {}

    static String ofAllFlags() {
        HelpText help = new HelpText();
        help.text
                .append("Probes WebSocket servers from the outside and shows Prometheus what it finds.\n\n")
                .append("Usage: java -jar websocket-exporter.jar [FLAG...]\n");
        for (Flag.Group group : Flag.Group.values()) {
            help.addGroup(group);
        }
        return help.text
                .append("\nA flag is written --flag=value or --flag value.\n")
                .toString();
    }

    private void addGroup(Flag.Group group) {
        text.append('\n').append(group.heading()).append(":\n");
        for (Flag flag : Flag.values()) {
            if (flag.group() == group) {
                add(flag);
            }
        }
    }

    private void add(Flag flag) {
        String name = (flag == Flag.HELP ? "  " + Flag.HELP_IN_SHORT + ", " : "      ") + flag.usage();
        String description = wrapped(flag.description());
        // It is indented: the name takes the place of some of the blanks.
        text.append(name).append(name.length() < COLUMN ? description.substring(name.length()) : "\n" + description);
    }

    private static String wrapped(String description) {
        StringBuilder lines = new StringBuilder();
        try {
            new TextHelpAppendable(lines).printWrapped(description, DESCRIPTION);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringBuilder that cannot be written to", e);
        }
        return lines.toString();
    }
}
