package dev.websocketexporter.app;

import dev.websocketexporter.cli.CommandLine;
import dev.websocketexporter.cli.HelpLines;
import java.util.Arrays;

/** The text of {@code --help}. */
final class HelpText {
    private HelpText() {}

    static String ofAllFlags() {
        HelpLines help = new HelpLines()
                .line("Probes WebSocket servers from the outside and shows Prometheus what it finds.")
                .line("")
                .line("Usage: java -jar websocket-exporter.jar [FLAG...]")
                .line("       java -jar websocket-exporter.jar COMMAND ...");
        CommandLine.help(help);
        for (Flag.Group group : Flag.Group.values()) {
            help.group(
                    group.heading(),
                    Arrays.stream(Flag.values())
                            .filter(flag -> flag.group() == group)
                            .map(Flag::row)
                            .toList());
        }
        return help.line("")
                .line("A flag is written --flag=value or --flag value.")
                .toString();
    }
}
