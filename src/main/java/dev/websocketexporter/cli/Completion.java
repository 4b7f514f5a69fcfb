package dev.websocketexporter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The completion of commands, flags and their values, made of the same tables as the help. */
final class Completion {
    private static final String PROGRAM = "websocket-exporter";
    private static final String MADE_BY = " completion for websocket-exporter, made by: websocket-exporter completion ";

    private Completion() {}

    static String help() {
        return """
                Usage: websocket-exporter completion bash|zsh

                bash: websocket-exporter completion bash > /etc/bash_completion.d/websocket-exporter
                      or for now: source <(websocket-exporter completion bash)
                zsh:  websocket-exporter completion zsh > "${fpath[1]}/_websocket-exporter"
                """;
    }

    static String bash(List<FlagRow> serverFlags) {
        StringBuilder script = new StringBuilder("# bash" + MADE_BY + "bash\n_websocket_exporter() {\n")
                .append("  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=serve words=\n")
                .append("  COMPREPLY=()\n")
                .append("  # --flag=value is three words for bash.\n")
                .append("  if [[ $cur == = ]]; then cur=\n")
                .append("  elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n")
                .append("  if ((COMP_CWORD > 1)); then\n")
                .append("    case ${COMP_WORDS[1]} in ")
                .append(words(" | "))
                .append(") command=${COMP_WORDS[1]} ;; esac\n  fi\n  case \"$command $prev\" in\n");
        values(script, "serve", serverFlags);
        for (Command command : Command.values()) {
            values(script, command.word(), command.flags());
        }
        script.append("  *)\n    case $command in\n");
        offer(script, "serve", flags(serverFlags), "");
        for (Command command : Command.values()) {
            if (command.takesAFile()) {
                offerFiles(script, command);
            } else {
                offer(script, command.word(), flags(command.flags()), String.join(" ", command.words()));
            }
        }
        return script.append("    esac\n")
                .append("    if ((COMP_CWORD == 1)); then words=\"")
                .append(words(" "))
                .append(" $words\"; fi ;;\n  esac\n")
                .append("  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n")
                .append("complete -F _websocket_exporter websocket-exporter\n")
                .toString();
    }

    private static String words(String separator) {
        List<String> words = new ArrayList<>();
        for (Command command : Command.values()) {
            words.add(command.word());
        }
        return String.join(separator, words);
    }

    private static String flags(List<FlagRow> flags) {
        return flags.stream().map(FlagRow::name).collect(Collectors.joining(" "));
    }

    /** What follows a flag that takes a value. */
    private static void values(StringBuilder script, String command, List<FlagRow> flags) {
        for (FlagRow flag : flags) {
            if (flag.label() != null) {
                String pattern = "\"" + command + " " + flag.name() + "\""
                        + (flag.shortName() == null ? "" : " | \"" + command + " " + flag.shortName() + "\"");
                String action = flag.label().equals(FlagRow.FILE)
                        ? "COMPREPLY=($(compgen -f -- \"$cur\")); return ;;"
                        : flag.words().isEmpty() ? "return ;;" : "words=\"" + String.join(" ", flag.words()) + "\" ;;";
                script.append("  ").append(pattern).append(") ").append(action).append('\n');
            }
        }
    }

    private static void offer(StringBuilder script, String command, String flags, String words) {
        script.append("    ")
                .append(command)
                .append(") words=\"")
                .append((flags + " " + words).strip())
                .append("\" ;;\n");
    }

    private static void offerFiles(StringBuilder script, Command command) {
        script.append("    ")
                .append(command.word())
                .append(") if [[ $cur != -* ]]; then COMPREPLY=($(compgen -f -- \"$cur\")); return; fi; words=\"")
                .append(flags(command.flags()))
                .append("\" ;;\n");
    }

    static String zsh(List<FlagRow> serverFlags) {
        StringBuilder script = new StringBuilder("#compdef " + PROGRAM + "\n#" + MADE_BY + "zsh\n")
                .append("_websocket-exporter() {\n  local -a commands=(\n");
        for (Command command : Command.values()) {
            script.append("    ")
                    .append(quoted(command.word() + ":" + command.description()))
                    .append('\n');
        }
        script.append("  )\n  if ((CURRENT == 2)) && [[ $PREFIX != -* ]]; then\n")
                .append("    _describe command commands\n    return\n  fi\n  case ${words[2]} in\n");
        for (Command command : Command.values()) {
            script.append("  ").append(command.word()).append(")\n    shift words\n    ((CURRENT--))\n");
            arguments(script, command.flags());
            script.append(quoted(argument(command))).append(" ;;\n");
        }
        script.append("  *)\n");
        arguments(script, serverFlags);
        // Ends the list: nothing but flags.
        return script.append(quoted("*: :"))
                .append(" ;;\n  esac\n}\n_websocket-exporter \"$@\"\n")
                .toString();
    }

    private static String argument(Command command) {
        if (command.takesAFile()) {
            return ":" + FlagRow.FILE + ":_files";
        }
        return command.words().isEmpty() ? ":URL:" : ":shell:(" + String.join(" ", command.words()) + ")";
    }

    private static void arguments(StringBuilder script, List<FlagRow> flags) {
        script.append("    _arguments \\\n");
        for (FlagRow flag : flags) {
            specification(script, flag, flag.name(), flag.label() == null ? "" : "=");
            if (flag.shortName() != null) {
                specification(script, flag, flag.shortName(), "");
            }
        }
        script.append("      ");
    }

    private static void specification(StringBuilder script, FlagRow flag, String name, String sign) {
        String value = flag.label() == null
                ? ""
                : ":" + flag.label().replace(":", "\\:") + ":"
                        + (flag.label().equals(FlagRow.FILE)
                                ? "_files"
                                : flag.words().isEmpty() ? " " : "(" + String.join(" ", flag.words()) + ")");
        String described =
                flag.description().replace("[", "(").replace("]", ")").replace(":", "\\:");
        script.append("      ")
                .append(quoted("*" + name + sign + "[" + described + "]" + value))
                .append(" \\\n");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
