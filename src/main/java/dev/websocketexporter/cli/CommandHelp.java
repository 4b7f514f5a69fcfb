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

    static String ofConvert() {
        return new HelpLines()
                .line("Makes a configuration of this exporter of one of blackbox_exporter, and prints it.")
                .line("")
                .line("Usage: websocket-exporter convert FILE")
                .line("       websocket-exporter convert - < FILE")
                .group("Flags", Command.CONVERT.flags())
                .line("")
                .line(
                        "Modules of the prober websocket stay as they are. Those of the prober http that ask for an upgrade")
                .line(
                        "become modules of the prober websocket. What is left out is listed on stderr, with line and column.")
                .line(
                        "Secrets are copied as the file has them, and files are named as they are named there: keep the result")
                .line("in the same directory, as safe as the file.")
                .line(
                        "Exit status: 0 all of it was kept, 4 something was left out, 1 the result could not be written, 2 bad"
                                + " usage, or a file without anything to keep.")
                .toString();
    }
}
