package dev.websocketexporter.cli;

import dev.websocketexporter.cli.convert.Conversion;
import dev.websocketexporter.config.ForeignConfiguration;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code convert FILE}: prints a configuration of blackbox_exporter as one of this exporter, and says what is left out. */
final class ConvertCommand {
    private static final String HEAD =
            "# Made from a configuration of blackbox_exporter by websocket-exporter convert.\n";
    private static final String STANDARD_INPUT = "-";

    private final Surroundings surroundings;

    ConvertCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Converts the file that the only argument names.
     *
     * @throws BadUsageException when there is no such argument, or the file has nothing to keep
     * @throws ConfigurationException when the file cannot be read
     */
    ExitStatus run(List<String> arguments) throws BadUsageException, ConfigurationException {
        if (arguments.stream().anyMatch(ProbeFlag.HELP::isCalled)) {
            surroundings.out().print(CommandHelp.ofConvert());
            return ExitStatus.SUCCESS;
        }
        ForeignConfiguration file = read(file(arguments));
        Conversion conversion = Conversion.of(file);
        if (conversion.modules().isEmpty()) {
            conversion.leftOut().forEach(surroundings.err()::println);
            throw new BadUsageException(file.name()
                    + ": no module of it can be kept (expected: at least one that probes a WebSocket and loads)");
        }
        // The whole text is there before any of it is written.
        surroundings.out().print(HEAD + file.text(conversion.modules()));
        boolean isLost = surroundings.out().checkError();
        conversion.leftOut().forEach(surroundings.err()::println);
        if (isLost) {
            surroundings.err().println(ResultView.LOST);
            return ExitStatus.FAILED;
        }
        return conversion.leftOut().isEmpty() ? ExitStatus.SUCCESS : ExitStatus.LEFT_OUT;
    }

    private static String file(List<String> arguments) throws BadUsageException {
        for (String word : arguments) {
            if (word.startsWith("-") && !word.equals(STANDARD_INPUT)) {
                throw new BadUsageException(word.replaceFirst("=.*", "")
                        + ": unknown flag of convert (expected: a file, or - for the standard input)");
            }
        }
        if (arguments.size() != 1 || arguments.get(0).isEmpty()) {
            throw new BadUsageException("convert: " + (arguments.size() > 1 ? arguments.size() + " files" : "no file")
                    + " (expected: websocket-exporter convert blackbox.yml, or - for the standard input)");
        }
        return arguments.get(0);
    }

    private ForeignConfiguration read(String name) throws BadUsageException, ConfigurationException {
        Set<TlsVersion> tlsVersions = surroundings.tlsVersions().get();
        return name.equals(STANDARD_INPUT)
                ? ForeignConfiguration.read(surroundings.in(), tlsVersions)
                : ForeignConfiguration.read(path(name), tlsVersions);
    }

    private static Path path(String name) throws BadUsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            // Such as a name with an umlaut where the locale is C, as in a cron job.
            throw new BadUsageException(Printable.quoted(name) + " is no path (" + e.getReason()
                    + ") (expected: one of a file, or - for the standard input)");
        }
    }
}
