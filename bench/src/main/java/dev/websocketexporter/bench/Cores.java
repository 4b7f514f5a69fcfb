package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On which cores a process may run. */
final class Cores {
    private static final Pattern LAST_ALLOWED = Pattern.compile("(?m)^Cpus_allowed_list:.*?(\\d+)$");

    private Cores() {}

    /** The command on one core alone, the last that this process may use. */
    static List<String> onOne(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("taskset", "-c", last()));
        all.addAll(command);
        return all;
    }

    private static String last() throws IOException {
        Matcher found = LAST_ALLOWED.matcher(Files.readString(Path.of("/proc/self/status")));
        if (!found.find()) {
            throw new IllegalStateException("/proc/self/status has no " + LAST_ALLOWED);
        }
        return found.group(1);
    }
}
