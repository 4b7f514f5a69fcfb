package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is reachable in the heap of a Java process, by class, in bytes. */
final class HeapHistogram {
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final int MOST_SHOWN = 12;

    private final Map<String, Long> bytes;

    private HeapHistogram(Map<String, Long> bytes) {
        this.bytes = Map.copyOf(bytes);
    }

    /** Has the process collect its garbage, and count what is left. */
    static HeapHistogram of(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        HeapHistogram histogram = parse(said);
        if (histogram.bytes.isEmpty()) {
            throw new IOException("jcmd: " + said.strip() + " (expected: a histogram of the heap)");
        }
        return histogram;
    }

    static HeapHistogram parse(String said) {
        Map<String, Long> bytes = new HashMap<>();
        Matcher line = CLASS.matcher(said);
        while (line.find()) {
            bytes.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum);
        }
        return new HeapHistogram(bytes);
    }

    double mebibytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum() / BYTES_PER_MEBIBYTE;
    }

    /** The classes that take most more than before, a line each. */
    List<String> growthSince(HeapHistogram earlier) {
        Map<String, Long> more = new HashMap<>(bytes);
        earlier.bytes.forEach((name, before) -> more.merge(name, -before, Long::sum));
        return more.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_SHOWN)
                .map(entry -> String.format(Locale.ROOT, "%+,d bytes of %s", entry.getValue(), entry.getKey()))
                .toList();
    }
}
