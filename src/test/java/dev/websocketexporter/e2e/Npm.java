package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Packages of npm in the versions of a lock file, and a program of Node.js that uses them. */
final class Npm {
    /** Without a network npm gives up within a minute; left alone, it tries for several. */
    private static final List<String> OPTIONS = List.of(
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--fetch-timeout=20000");

    private static final Duration INSTALLS_WITHIN = Duration.ofSeconds(90);

    private Npm() {}

    /**
     * Installs the packages.
     *
     * @param sources where {@code package.json}, its lock file and the program are
     * @param directory where all of it is put
     */
    static void install(Path sources, Path directory, String program) throws IOException {
        install(sources, directory, List.of(program));
    }

    /** The same with a program of several files. */
    static void install(Path sources, Path directory, List<String> program) throws IOException {
        Path npm = Tools.require("npm");
        List<String> files = new ArrayList<>(List.of("package.json", "package-lock.json"));
        files.addAll(program);
        for (String file : files) {
            Files.copy(sources.resolve(file), directory.resolve(file));
        }
        List<String> command = new ArrayList<>(List.of(npm.toString(), "ci"));
        command.addAll(OPTIONS);
        Downloads.run(directory, INSTALLS_WITHIN, command);
    }

    /**
     * Runs the program to its end.
     *
     * @param directory where it was installed
     */
    static Exporter.Ended run(Path directory, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Tools.require("node").toString(), program));
        command.addAll(arguments);
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
