package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A program whose output begins with a JSON object in one line: its servers' names and their URLs. */
final class Announced implements AutoCloseable {
    private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\":\"(ws://[^\"]+)\"");

    private final ManagedProcess process;
    private final Map<String, String> urls = new LinkedHashMap<>();

    private Announced(ManagedProcess process) {
        this.process = process;
        String line = process.output().lines().findFirst().orElseThrow();
        ENTRY.matcher(line).results().forEach(entry -> urls.put(entry.group(1), entry.group(2)));
    }

    static Announced start(Path directory, List<String> command) throws IOException {
        ManagedProcess process = ManagedProcess.start(directory, command);
        process.awaitReady(() -> process.output().contains("}\n"));
        return new Announced(process);
    }

    Map<String, String> urls() {
        return urls;
    }

    @Override
    public void close() {
        process.close();
    }
}
