package dev.websocketexporter.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that the tests start. One that is missing skips the test, and fails it where CI is set. */
final class Tools {
    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    private Tools() {}

    /** The program's path, from PATH or where Debian keeps servers. */
    static Path require(String name) {
        Optional<Path> found = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        String missing = name + " is not installed (expected: on PATH)";
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        Assumptions.assumeTrue(found.isPresent(), missing);
        return found.orElseThrow();
    }

    /** The Java that runs this test. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A Java 25; without one the test is skipped, also where CI is set, since a fresh machine need not have it. */
    static Path java25() {
        String home = System.getenv("JAVA25_HOME");
        Path java = (home == null ? JDK_25 : Path.of(home)).resolve("bin/java");
        Assumptions.assumeTrue(
                Files.isExecutable(java), "no Java 25 at " + java + " (JAVA25_HOME may name one elsewhere)");
        return java;
    }
}
