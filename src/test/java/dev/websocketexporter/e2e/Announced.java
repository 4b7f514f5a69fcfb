package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A program whose output begins with a JSON object in one line: its servers' names and their URLs. */
final class Announced implements AutoCloseable {
    private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\":\"(wss?://[^\"]+)\"");

    private final ManagedProcess process;
    private final Map<String, String> urls = new LinkedHashMap<>();

    private Announced(ManagedProcess process) {
        this.process = process;
        urls.putAll(urls(process));
    }

    /** What its first line has announced; empty as long as the line is not complete. */
    static Map<String, String> urls(ManagedProcess process) {
        String said = process.output();
        Map<String, String> urls = new LinkedHashMap<>();
        if (said.contains("}\n")) {
            String line = said.lines().findFirst().orElseThrow();
            ENTRY.matcher(line).results().forEach(entry -> urls.put(entry.group(1), entry.group(2)));
        }
        return urls;
    }

    static Announced start(Path directory, List<String> command) throws IOException {
        ManagedProcess process = ManagedProcess.start(directory, command);
        process.awaitReady(() -> !urls(process).isEmpty());
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
