package dev.websocketexporter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;

/** What the exporter reported of each target, from the file that a load driver has recorded. */
final class ReportedTimes {
    private ReportedTimes() {}

    /** By the target's address, in seconds. */
    static Map<String, Map<WirePhase, Double>> read(Path answers) throws IOException {
        Map<String, Map<WirePhase, Double>> all = new HashMap<>();
        Map<WirePhase, Double> current = new EnumMap<>(WirePhase.class);
        try (BufferedReader lines = Files.newBufferedReader(answers)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("@ ")) {
                    current = new EnumMap<>(WirePhase.class);
                    all.put(line.substring(2), current);
                } else {
                    note(line, current);
                }
            }
        }
        return all;
    }

    private static void note(String line, Map<WirePhase, Double> current) {
        for (WirePhase phase : WirePhase.values()) {
            Matcher found = phase.sample().matcher(line);
            if (found.find()) {
                current.put(phase, Double.valueOf(found.group(1)));
            }
        }
    }
}
