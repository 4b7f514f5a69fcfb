package dev.websocketexporter.cli;

/** The text of {@code --help} of a command. */
final class CommandHelp {
    private CommandHelp() {}

    static String ofProbe() {
        return new HelpLines()
                .line("Probes a WebSocket server once, or several times, and shows what was found.")
                .line("")
                .line("Usage: websocket-exporter probe [FLAG...] URL")
                .group("Flags", ProbeFlag.rows())
                .line("")
                .line(
                        "Exit status: 0 success, 1 a probe failed, 2 bad usage or configuration, 3 forbidden by the target"
                                + " policy.")
                .line("A flag is written --flag=value or --flag value. A DURATION has its unit: 500ms, 5s, 1m30s.")
                .toString();
    }
}
