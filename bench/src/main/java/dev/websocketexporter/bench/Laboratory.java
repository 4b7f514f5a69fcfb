package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The targets and the load driver, each a process of its own. */
final class Laboratory implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(\\w+)=(\\d+)");

    private final Path directory;
    private final Child targets;
    private final Child driver;
    private final Map<String, Integer> ports;

    private Laboratory(Path directory, Child targets, Child driver, Map<String, Integer> ports) {
        this.directory = directory;
        this.targets = targets;
        this.driver = driver;
        this.ports = ports;
    }

    /** @param directory where files and logs go; it is made if need be */
    static Laboratory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Child targets = Child.talking(directory, "targets", java(TargetServers.class, rootsIn(directory)));
        Child driver = Child.talking(directory, "driver", java(LoadDriver.class));
        Matcher found = PORT.matcher(targets.line());
        Map<String, Integer> ports = new HashMap<>();
        while (found.find()) {
            ports.put(found.group(1), Integer.valueOf(found.group(2)));
        }
        return new Laboratory(directory, targets, driver, Map.copyOf(ports));
    }

    static List<String> java(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String rootsIn(Path directory) {
        return directory.resolve("roots.pem").toAbsolutePath().toString();
    }

    Path directory() {
        return directory;
    }

    /** The certificates that vouch for the targets, in PEM. */
    String roots() {
        return rootsIn(directory);
    }

    int port(Scheme scheme) {
        Integer port = ports.get(scheme.portName());
        if (port == null) {
            throw new IllegalStateException("the targets did not say their port of " + scheme + ": " + ports);
        }
        return port;
    }

    /** Has the driver do it, and waits until it is done. */
    LoadResult load(LoadPlan plan) throws IOException {
        return LoadResult.parse(driver.ask(plan.line()));
    }

    @Override
    public void close() {
        driver.close();
        targets.close();
    }
}
