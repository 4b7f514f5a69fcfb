package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that the tests start. One that is missing skips the test, and fails it where CI is set. */
final class Tools {
    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    private Tools() {}

    /** The program's path, from PATH or where Debian keeps servers. */
    static Path require(String name) {
        return Programs.require(name);
    }

    /** The Java that runs this test. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A Java 25; without one the test is skipped, also where CI is set, since a fresh machine need not have it. */
    static Path java25() {
        String home = System.getenv("JAVA25_HOME");
        Path java = (home == null ? JDK_25 : Path.of(home)).resolve("bin/java");
        Programs.skipUnless(
                Files.isExecutable(java), "no Java 25 at " + java + " (JAVA25_HOME may name one elsewhere)");
        return java;
    }
}
