package dev.websocketexporter.cli;

import dev.websocketexporter.config.yaml.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs the command that the first argument names. */
public final class CommandLine {
    /** The status after a bug. */
    public static final int INTERNAL_ERROR = ExitStatus.INTERNAL_ERROR.code();

    private final Surroundings surroundings;
    private final List<FlagRow> serverFlags;

    /** @param serverFlags those of the program when it serves, which shells complete too */
    public CommandLine(Surroundings surroundings, List<FlagRow> serverFlags) {
        this.surroundings = surroundings;
        this.serverFlags = List.copyOf(serverFlags);
    }

    /** Whether there is such a command; without one, the program serves. */
    public static boolean isCommand(String... arguments) {
        return arguments.length > 0 && Command.of(arguments[0]) != null;
    }

    /** The command that a word means which is none; absent: it is like none. */
    public static @Nullable String meantBy(String word) {
        Command command = Command.meantBy(word);
        return command == null ? null : command.word();
    }

    /** What {@code --help} says of the commands. */
    public static HelpLines help(HelpLines help) {
        help.line("").line("Commands; each has a --help of its own:");
        for (Command command : Command.values()) {
            help.row("      " + command.usage(), command.description());
        }
        return help;
    }

    /** Runs to the end, and returns the status that the process exits with. */
    public int run(String... arguments) {
        try {
            Command command = Command.of(arguments[0]);
            List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
            if (command == null) {
                throw new IllegalArgumentException(arguments[0] + ": no command (expected: isCommand was asked)");
            }
            ExitStatus status = switch (command) {
                case PROBE -> new ProbeCommand(surroundings).run(rest);
                case DIAGNOSE -> new DiagnoseCommand(surroundings).run(rest);
                case IDLE -> new IdleCommand(surroundings).run(rest);
                case CONVERT -> new ConvertCommand(surroundings).run(rest);
                case COMPLETION -> completion(rest);
            };
            return status.code();
        } catch (BadUsageException e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (ConfigurationException e) {
            e.mistakes().forEach(mistake -> surroundings.err().println(mistake));
            return ExitStatus.BAD_USAGE.code();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CannotProbeException why) {
                return refused(String.valueOf(why.getMessage()));
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERRUPTED.code();
        }
    }

    private int refused(String why) {
        surroundings.err().println(why);
        return ExitStatus.BAD_USAGE.code();
    }

    private ExitStatus completion(List<String> arguments) throws BadUsageException {
        String shell = arguments.size() == 1 ? arguments.get(0) : "";
        String script = switch (shell) {
            case "bash" -> Completion.bash(serverFlags);
            case "zsh" -> Completion.zsh(serverFlags);
            case "-h", "--help" -> Completion.help();
            default ->
                throw new BadUsageException("completion: "
                        + (arguments.isEmpty() ? "no shell" : "\"" + String.join(" ", arguments) + "\" is no shell")
                        + " (expected: websocket-exporter completion bash, or zsh)");
        };
        surroundings.out().print(script);
        return ExitStatus.SUCCESS;
    }

    /** The engine cannot be made as the environment or a system property asks for it; the message is one line. */
    public static final class CannotProbeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CannotProbeException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
