package dev.websocketexporter.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** This exporter, started as the image starts it or as the README does. */
final class ThisExporter {
    static final Path JAR = Path.of("target", "websocket-exporter.jar").toAbsolutePath();

    private static final Pattern ENTRYPOINT = Pattern.compile("(?m)^ENTRYPOINT \\[(.*)]$");
    private static final Pattern README_LINE =
            Pattern.compile("(?m)^.*\\b(java (?:\\S+ )*-jar \\S*websocket-exporter\\.jar)");
    private static final String IMAGE_DIRECTORY = "/app/";

    private ThisExporter() {}

    /**
     * The image's entry point, with a Java 25 if there is one; an older one leaves away what it does not know, and has no
     * cache.
     */
    static List<String> imageCommand() {
        Matcher found = find(ENTRYPOINT, "Dockerfile");
        Stream<String> words = Arrays.stream(found.group(1).split(", "))
                .map(word -> word.substring(1, word.length() - 1).replace(IMAGE_DIRECTORY, image() + "/"));
        Path java = java25().orElse(runningJava());
        Stream<String> environment =
                Stream.of("env", "PATH=" + java.getParent() + File.pathSeparator + System.getenv("PATH"));
        Stream<String> lenient =
                java25().isPresent() ? Stream.of() : Stream.of("JDK_JAVA_OPTIONS=-XX:+IgnoreUnrecognizedVMOptions");
        return Stream.of(environment, lenient, words).flatMap(all -> all).toList();
    }

    /** What {@code bench/prepare.sh} made as the image has it; {@code BENCH_IMAGE} names another. */
    private static Path image() {
        Path image =
                Optional.ofNullable(System.getenv("BENCH_IMAGE")).map(Path::of).orElse(JAR.resolveSibling("image"));
        if (!Files.isDirectory(image)) {
            throw new IllegalStateException(
                    image + ": is not there (expected: what the image has in /app, as" + " bench/prepare.sh makes it)");
        }
        return image;
    }

    /** The README's first start, with the Java that runs this. */
    static List<String> readmeCommand() {
        Matcher found = find(README_LINE, "README.md");
        List<String> command = new ArrayList<>(List.of(found.group(1).split(" ")));
        command.set(0, runningJava().toString());
        command.set(command.size() - 1, JAR.toString());
        return command;
    }

    private static Matcher find(Pattern pattern, String file) {
        try {
            Matcher found = pattern.matcher(Files.readString(Path.of(file)));
            if (!found.find()) {
                throw new IllegalStateException(
                        file + " has no " + pattern + " (expected: how the exporter is started)");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path runningJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Where {@code JAVA25_HOME} says, or where it is on the machines this was written on. */
    static Optional<Path> java25() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("JAVA25_HOME")).orElse(""),
                        "/usr/lib/jvm/temurin-25-jdk-amd64",
                        "/usr/lib/jvm/temurin-25-jdk-arm64")
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home, "bin", "java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Modules {@code ws}, {@code wss}, and {@code ws_ping}, {@code wss_ping} with one ping. */
    static Path configuration(Laboratory laboratory) throws IOException {
        Path file = laboratory.directory().resolve("websocket_exporter.yml");
        String tls = "http_config: {tls_config: {ca_file: " + laboratory.roots() + ", server_name: "
                + TargetServers.NAME + "}}";
        String pings = "heartbeat: {pings: 1}";
        Files.writeString(
                file,
                "modules:\n"
                        + module("ws", "")
                        + module("wss", tls)
                        + module("ws_ping", pings)
                        + module("wss_ping", tls, pings));
        return file;
    }

    private static String module(String name, String... keys) {
        StringBuilder yaml = new StringBuilder(
                "  " + name + ":\n    timeout: 5s\n    websocket:\n" + "      preferred_ip_protocol: ip4\n");
        for (String key : keys) {
            yaml.append("      ").append(key).append('\n');
        }
        return yaml.toString();
    }

    static Subject start(Laboratory laboratory, String name, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.add("--config.file=" + configuration(laboratory));
        all.add("--web.listen-address=127.0.0.1:0");
        return Subject.start(laboratory.directory(), name, all);
    }

    /** @param suffix of the module's name, such as {@code _ping} */
    static String path(Laboratory laboratory, Scheme scheme, String suffix) {
        return "/probe?module=" + scheme.urlScheme() + suffix + "&target=" + scheme.urlScheme() + "://{}:"
                + laboratory.port(scheme) + "/";
    }
}
