package dev.websocketexporter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an exporter reported of each target that it probed with success, from the file that a load driver has recorded. */
final class ReportedTimes {
    private final Function<WirePhase, Optional<Pattern>> samples;
    private final Map<String, Map<WirePhase, Double>> all = new HashMap<>();
    private String address = "";
    private Map<WirePhase, Double> current = new EnumMap<>(WirePhase.class);

    private ReportedTimes(Function<WirePhase, Optional<Pattern>> samples) {
        this.samples = samples;
    }

    /**
     * By the target's address, in seconds.
     *
     * @param samples the line that says a phase
     */
    static Map<String, Map<WirePhase, Double>> read(Path answers, Function<WirePhase, Optional<Pattern>> samples)
            throws IOException {
        ReportedTimes reported = new ReportedTimes(samples);
        try (BufferedReader lines = Files.newBufferedReader(answers)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reported.line(line);
            }
        }
        return reported.all;
    }

    private void line(String line) {
        if (line.startsWith("@ ")) {
            address = line.substring(2);
            current = new EnumMap<>(WirePhase.class);
        } else if (line.startsWith("probe_success 1")) {
            all.put(address, current);
        } else if (!line.startsWith("#")) {
            for (WirePhase phase : WirePhase.values()) {
                samples.apply(phase).ifPresent(sample -> note(phase, sample.matcher(line)));
            }
        }
    }

    private void note(WirePhase phase, Matcher found) {
        if (found.find()) {
            current.put(phase, Double.valueOf(found.group(1)));
        }
    }
}
