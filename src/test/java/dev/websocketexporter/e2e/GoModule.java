package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module of Go among the sources of the tests, copied so that nothing is written beside them.
 *
 * @param directory where the copy is
 * @param go the program
 */
record GoModule(Path directory, String go) {
    private static final Pattern ASKED = Pattern.compile("(?m)^go 1\\.(\\d+)");
    private static final Pattern HERE = Pattern.compile("go1\\.(\\d+)");

    /**
     * Skips the test where Go is older than the module asks, also where CI is set: a distribution's Go may be.
     *
     * @param directory a new one
     */
    static GoModule copy(Path sources, Path directory) throws IOException {
        String go = Tools.require("go").toString();
        Files.createDirectory(directory);
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        int asked = minor(ASKED, Files.readString(sources.resolve("go.mod")));
        try (ManagedProcess version = ManagedProcess.start(directory.getParent(), List.of(go, "version"))) {
            version.awaitExit();
            Programs.skipUnless(
                    minor(HERE, version.output()) >= asked,
                    "%s needs Go 1.%d (here: %s)"
                            .formatted(sources, asked, version.output().strip()));
        }
        return new GoModule(directory, go);
    }

    /** Runs Go in the module; the first time it downloads and compiles what the module needs. */
    void run(Duration atMost, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(go));
        command.addAll(List.of(arguments));
        Downloads.run(directory, atMost, command);
    }

    private static int minor(Pattern version, String text) {
        Matcher found = version.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + version + " in: " + text);
        }
        return Integer.parseInt(found.group(1));
    }
}
