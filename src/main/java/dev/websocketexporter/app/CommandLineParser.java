package dev.websocketexporter.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Turns arguments into {@link Flags}, and whatever Commons CLI says of bad ones into one line in the product's words. */
final class CommandLineParser {
    private CommandLineParser() {}

    static Flags parse(String... arguments) throws BadFlagException {
        List<String> words = Arrays.asList(arguments);
        // Whoever asks gets an answer, whatever else stands there.
        if (words.contains(Flag.HELP.text()) || words.contains(Flag.HELP_IN_SHORT)) {
            return new Flags(new GivenFlags(given(List.of(Flag.HELP.text()))));
        }
        if (words.contains(Flag.VERSION.text())) {
            return new Flags(new GivenFlags(given(List.of(Flag.VERSION.text()))));
        }
        List<String> joined = withValuesJoined(words);
        refuseOtherDashes(joined);
        CommandLine given = given(joined);
        if (!given.getArgList().isEmpty()) {
            throw UnknownFlag.named(given.getArgList().get(0));
        }
        refuseRepeated(given);
        GivenFlags flags = new GivenFlags(given);
        if (flags.has(Flag.WEB_ENABLE_ECHO) && flags.has(Flag.NO_WEB_ENABLE_ECHO)) {
            throw new BadFlagException(Flag.WEB_ENABLE_ECHO.text() + " and " + Flag.NO_WEB_ENABLE_ECHO.text()
                    + ": given both (expected: one of them)");
        }
        return new Flags(flags);
    }

    /** The text of {@code --help}. */
    static String help() {
        return HelpText.ofAllFlags();
    }

    /** {@code --flag value} becomes {@code --flag=value}: the library would take {@code -name} for a flag, not for a value. */
    private static List<String> withValuesJoined(List<String> arguments) {
        List<String> joined = new ArrayList<>();
        Flag waiting = null;
        boolean flagsEnd = false;
        for (String argument : arguments) {
            if (waiting != null && !hasTwoDashes(argument)) {
                joined.set(joined.size() - 1, waiting.text() + "=" + argument);
                waiting = null;
                continue;
            }
            flagsEnd |= argument.equals("--");
            Flag flag = flagsEnd ? null : Flag.of(argument);
            waiting = flag != null && flag.label() != null ? flag : null;
            joined.add(argument);
        }
        return joined;
    }

    /** The library would also take {@code -name} and {@code ---name} for {@code --name}. */
    private static void refuseOtherDashes(List<String> arguments) throws BadFlagException {
        for (String argument : arguments) {
            if (argument.startsWith("-") && !hasTwoDashes(argument)) {
                throw UnknownFlag.named(argument);
            }
        }
    }

    private static boolean hasTwoDashes(String argument) {
        return argument.startsWith("--") && !argument.startsWith("---");
    }

    private static CommandLine given(List<String> arguments) throws BadFlagException {
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
        try {
            return parser.parse(options(), arguments.toArray(String[]::new));
        } catch (MissingArgumentException e) {
            String name = "--" + e.getOption().getLongOpt();
            throw new BadFlagException(name + ": has no value (expected: " + name + "="
                    + e.getOption().getArgName() + ")");
        } catch (UnrecognizedOptionException e) {
            throw UnknownFlag.named(e.getOption());
        } catch (ParseException e) {
            throw new BadFlagException("command line: " + e.getMessage());
        }
    }

    private static Options options() {
        Options options = new Options();
        for (Flag flag : Flag.values()) {
            options.addOption(Option.builder(flag == Flag.HELP ? Flag.HELP_IN_SHORT.substring(1) : null)
                    .longOpt(flag.longName())
                    .hasArg(flag.label() != null)
                    .argName(flag.label())
                    .get());
        }
        return options;
    }

    private static void refuseRepeated(CommandLine given) throws BadFlagException {
        Set<String> seen = new HashSet<>();
        for (Option option : given.getOptions()) {
            if (!seen.add(option.getLongOpt()) && !option.getLongOpt().equals(Flag.WEB_LISTEN_ADDRESS.longName())) {
                throw new BadFlagException("--" + option.getLongOpt() + ": given twice (expected: once)");
            }
        }
    }
}
