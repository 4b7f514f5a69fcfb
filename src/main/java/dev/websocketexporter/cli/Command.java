package dev.websocketexporter.cli;

import dev.websocketexporter.config.types.EditDistance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the program can do instead of serving: the first argument names it. */
enum Command {
    PROBE("probe", "[FLAG...] URL", "Probe a target in this terminal, without a server."),
    DIAGNOSE("diagnose", "[FLAG...] URL", "Find out why a target fails: one change at a time, and the likely cause."),
    IDLE("idle", "[FLAG...] URL", "Find out how long a connection may be idle, and who ends it."),
    CONVERT("convert", "FILE", "Make a configuration of one of blackbox_exporter; FILE - is the standard input."),
    COMPLETION("completion", "bash|zsh", "Print the completion of flags for a shell.");

    private static final int MOST_SLIPS = 2;

    private final String word;
    private final String arguments;
    private final String description;

    Command(String word, String arguments, String description) {
        this.word = word;
        this.arguments = arguments;
        this.description = description;
    }

    String word() {
        return word;
    }

    String usage() {
        return word + " " + arguments;
    }

    String description() {
        return description;
    }

    List<FlagRow> flags() {
        return switch (this) {
            case PROBE -> CommandFlags.PROBE.list();
            case DIAGNOSE -> CommandFlags.DIAGNOSE.list();
            case IDLE -> CommandFlags.IDLE.list();
            case CONVERT -> List.of(ProbeFlag.HELP.row());
            case COMPLETION -> List.of();
        };
    }

    /** Arguments that are no flags, if only these make sense; empty: any. */
    List<String> words() {
        return this == COMPLETION ? List.of("bash", "zsh") : List.of();
    }

    /** Whether its argument is a file. */
    boolean takesAFile() {
        return this == CONVERT;
    }

    /** The command of this name; absent when there is none. */
    static @Nullable Command of(String word) {
        for (Command command : values()) {
            if (command.word.equals(word)) {
                return command;
            }
        }
        return null;
    }

    /** The command that a mistyped word probably means; absent: none. */
    static @Nullable Command meantBy(String word) {
        for (Command command : values()) {
            if (!word.startsWith("-") && EditDistance.between(word, command.word) <= MOST_SLIPS) {
                return command;
            }
        }
        return null;
    }
}
