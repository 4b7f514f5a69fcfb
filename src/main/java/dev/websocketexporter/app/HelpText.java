package dev.websocketexporter.app;

/** The text of {@code --help}. */
final class HelpText {
    private static final int WIDTH = 100;
    private static final int COLUMN = 40;

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

    /** The name, then the description in its column: on the same line if the name leaves room. */
    private void add(Flag flag) {
        String name = (flag == Flag.HELP ? "  " + Flag.HELP_IN_SHORT + ", " : "      ") + flag.usage();
        StringBuilder line = new StringBuilder(name);
        if (name.length() >= COLUMN) {
            flush(line);
        }
        for (String word : flag.description().split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                flush(line);
            }
            line.append(" ".repeat(Math.max(1, COLUMN - line.length()))).append(word);
        }
        flush(line);
    }

    private void flush(StringBuilder line) {
        text.append(line).append('\n');
        line.setLength(0);
    }
}
