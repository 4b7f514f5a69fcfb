package dev.websocketexporter.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine. What is missing skips the test and says so, and fails it under {@code CI=true}. */
public final class Programs {
    private Programs() {}

    /** The program's path, from PATH or where Debian keeps servers. */
    public static Path require(String name) {
        Optional<Path> found = find(name);
        if (found.isEmpty()) {
            missing(name + " is not installed (expected: on PATH)");
        }
        return found.orElseThrow();
    }

    /** The program's path, from PATH or where Debian keeps servers; empty when there is none. */
    public static Optional<Path> find(String name) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test with the reason, and fails it under {@code CI=true}. */
    public static void missing(String reason) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        skipUnless(false, reason);
    }

    /** Skips the test with the reason, which the build's output shows only when somebody prints it. */
    public static void skipUnless(boolean holds, String reason) {
        if (!holds) {
            System.out.println("test skipped: " + reason);
        }
        Assumptions.assumeTrue(holds, reason);
    }
}
