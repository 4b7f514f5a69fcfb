package dev.websocketexporter.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        System.err.println("exit statuses of the commands: " + runCommands(Path.of(arguments[0])));
        Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** The exit status of each. */
    static List<Integer> runCommands(Path file) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (String command : Files.readAllLines(file)) {
            statuses.add(OneShot.run(System.out, System.err, command.split(BETWEEN_WORDS, -1)));
        }
        return statuses;
    }
}
