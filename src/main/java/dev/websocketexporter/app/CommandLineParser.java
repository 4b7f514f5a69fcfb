package dev.websocketexporter.app;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns arguments into {@link Flags}, and whatever picocli says of bad ones into one line in the product's words. */
final class CommandLineParser {
    /** The exporter-toolkit's web configuration, which users of other exporters will look for. */
    private static final String WEB_CONFIG_FILE = "--web.config.file";

    private static final int LONGEST_FLAG = 36;
    private static final Pattern SUPERFLUOUS_VALUE = Pattern.compile("option '(\\S+)' should be specified without .*");

    private CommandLineParser() {}

    static Flags parse(String... arguments) throws BadFlagException {
        Flags flags = new Flags();
        try {
            refuseRepeated(commandLine(flags).parseArgs(arguments).matchedOptions());
        } catch (ParameterException e) {
            throw new BadFlagException(oneLine(sentence(e)));
        }
        List<String> contradiction = flags.contradiction();
        if (!contradiction.isEmpty()) {
            throw new BadFlagException(String.join(" and ", contradiction) + ": given both (expected: one of them)");
        }
        return flags;
    }

    /** Picocli itself looks for these outside of groups only. */
    private static void refuseRepeated(List<OptionSpec> given) throws BadFlagException {
        Set<String> seen = new HashSet<>();
        for (OptionSpec option : given) {
            if (!seen.add(option.longestName()) && !option.isMultiValue()) {
                throw new BadFlagException(option.longestName() + ": given twice (expected: once)");
            }
        }
    }

    /** The text of {@code --help}. */
    static String help() {
        return commandLine(new Flags()).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static CommandLine commandLine(Flags flags) {
        return new CommandLine(flags)
                .setUsageHelpLongOptionsMaxWidth(LONGEST_FLAG)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setAllowOptionsAsOptionParameters(false)
                .setUnmatchedOptionsArePositionalParams(false);
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return aboutUnknown(unmatched);
        }
        if (e instanceof MissingParameterException missing) {
            return names(
                            missing.getMissing().isEmpty()
                                    ? null
                                    : missing.getMissing().get(0)) + ": has no value" + expected(missing.getMissing());
        }
        if (e.getCause() instanceof TypeConversionException conversion) {
            return names(e.getArgSpec()) + ": " + conversion.getMessage();
        }
        Matcher superfluous = SUPERFLUOUS_VALUE.matcher(e.getMessage());
        return superfluous.matches()
                ? superfluous.group(1) + ": has a value (expected: none, just " + superfluous.group(1) + ")"
                : names(e.getArgSpec()) + ": " + e.getMessage();
    }

    private static String aboutUnknown(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        if (!argument.startsWith("-")) {
            return "\"" + argument + "\": an argument without a flag (expected: --flag=value; --help lists the flags)";
        }
        String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        if (name.equals(WEB_CONFIG_FILE)) {
            return name
                    + ": not supported yet (expected: leave it out, and listen where only those you trust can connect)";
        }
        List<String> suggestions = e.getSuggestions();
        return name + ": unknown flag"
                + (suggestions.isEmpty()
                        ? " (expected: one that --help lists)"
                        : " (did you mean " + suggestions.get(0) + "?)");
    }

    private static String names(@Nullable ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : "command line";
    }

    private static String expected(List<ArgSpec> missing) {
        return missing.isEmpty() || !(missing.get(0) instanceof OptionSpec option)
                ? ""
                : String.format(Locale.ROOT, " (expected: %s=%s)", option.longestName(), option.paramLabel());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", "?");
    }
}
