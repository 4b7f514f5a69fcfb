package dev.websocketexporter.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The program whose classes {@code image/make-cache} records: the exporter, and before it the commands of the command line, so
 * that one cache serves both.
 */
public final class Recording {
    private static final String BETWEEN_WORDS = "\t";

    private Recording() {}

    /**
     * Runs the commands, then serves.
     *
     * @param arguments a file with a command a line, tabs between its words; then the arguments of the exporter
     */
    public static void main(String[] arguments) throws IOException {
        StartupSystemProperties.setDefaults();
        for (String command : Files.readAllLines(Path.of(arguments[0]))) {
            int status = OneShot.run(System.out, System.err, command.split(BETWEEN_WORDS));
            System.err.println("status " + status + " of " + command);
        }
        Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
