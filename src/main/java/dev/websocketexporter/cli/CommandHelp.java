package dev.websocketexporter.cli;

import dev.websocketexporter.cli.diagnose.Variations;

/** The text of {@code --help} of a command. */
final class CommandHelp {
    private CommandHelp() {}

    static String ofProbe() {
        return new HelpLines()
                .line("Probes a WebSocket server once, or several times, and shows what was found.")
                .line("")
                .line("Usage: websocket-exporter probe [FLAG...] URL")
                .group("Flags", Command.PROBE.flags())
                .line("")
                .line(
                        "Exit status: 0 success, 1 a probe failed, 2 bad usage or configuration, 3 forbidden by the target"
                                + " policy.")
                .line("A flag is written --flag=value or --flag value. A DURATION has its unit: 500ms, 5s, 1m30s.")
                .toString();
    }

    static String ofIdle() {
        return new HelpLines()
                .line(
                        "Holds idle connections of growing length side by side, and tells after how long one is lost, who ends")
                .line("it (a Close, FIN, RST, or nobody: half-open), and whether pings keep it alive.")
                .line("")
                .line("Usage: websocket-exporter idle [FLAG...] URL")
                .group("Flags", CommandFlags.IDLE.list())
                .line("")
                .line("It ends as soon as the answer is known; Ctrl-C ends it with what is known until then.")
                .line(
                        "Exit status: 0 the probe before succeeded, 1 it failed, 2 bad usage or configuration, 3 forbidden by"
                                + " the target policy.")
                .line("A flag is written --flag=value or --flag value. A DURATION has its unit: 500ms, 5s, 1m30s.")
                .toString();
    }

    static String ofDiagnose() {
        return new HelpLines()
                .line("Probes a WebSocket server, then again with one change at a time, and says what is likely wrong.")
                .line("")
                .line("Usage: websocket-exporter diagnose [FLAG...] URL")
                .group("Flags", CommandFlags.DIAGNOSE.list())
                .line("")
                .line("At most " + Variations.MOST_PROBES
                        + " probes, one after the other. A row with a * ends otherwise than" + " the base.")
                .line(
                        "Exit status: 0 the base probe succeeded, 1 it failed, 2 bad usage or configuration, 3 forbidden by"
                                + " the target policy.")
                .line("A flag is written --flag=value or --flag value. A DURATION has its unit: 500ms, 5s, 1m30s.")
                .toString();
    }
}
