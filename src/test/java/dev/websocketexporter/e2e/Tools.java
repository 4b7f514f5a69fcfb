package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs that the tests start. One that is missing skips the test, and fails it where CI is set. */
final class Tools {
    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    private Tools() {}

    /** The program's path, from PATH or where Debian keeps servers. */
    static Path require(String name) {
        return Programs.require(name);
    }

    /**
     * A program that {@code .ci/go-tools} built in the version that it names. Without one the test is skipped, also where CI is
     * set, since not every machine has a Go that is new enough.
     */
    static Path newest(String name) {
        return orSkip(name, built(name));
    }

    /** The same of a program that no package of Debian has, and which a developer may also have on PATH. */
    static Path newestOrOnPath(String name) {
        return orSkip(name, built(name).or(() -> Programs.find(name)));
    }

    /**
     * A program that takes minutes to build, so that {@code .ci/go-tools} does it only when it is named. Whoever has one in
     * {@link #goTools} runs its tests; elsewhere they are skipped, also where CI is set.
     */
    static Path builtByName(String name) {
        return orSkip(name, built(name));
    }

    /** Where {@code .ci/go-tools} puts programs. It asks for HOME, which in containers need not be Java's {@code user.home}. */
    static Path goTools() {
        String named = System.getenv("GO_TOOLS");
        return named == null || named.isEmpty()
                ? Path.of(System.getenv("HOME"), ".cache", "websocket_exporter", "go-tools")
                : Path.of(named);
    }

    private static Optional<Path> built(String name) {
        return Optional.of(goTools().resolve(name)).filter(Files::isExecutable);
    }

    private static Path orSkip(String name, Optional<Path> found) {
        Programs.skipUnless(found.isPresent(), "no %s in %s: %s".formatted(name, goTools(), whyMissing(name)));
        return found.orElseThrow();
    }

    private static String whyMissing(String name) {
        Path file = goTools().resolve(name + ".missing");
        try {
            return Files.exists(file) ? Files.readString(file).strip() : ".ci/go-tools " + name + " builds it";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
