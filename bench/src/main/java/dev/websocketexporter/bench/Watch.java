package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures what connections cost that are held open, beside a small client written in Go, and whether they disturb anybody. */
final class Watch {
    private static final String PART = "--part=";
    private static final Path PAGE = Path.of("docs", "watch.md");

    /** What can be measured alone. */
    enum Part {
        MEMORY,
        PINGS,
        FEED,
        BESIDE,
        DROP,
        SOAK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of its table in the page. */
        String table() {
            return "watch-" + word();
        }
    }

    private final WatchYard yard;
    private final WatchScale scale;
    private final Map<Part, String> tables = new EnumMap<>(Part.class);

    private Watch(WatchYard yard, WatchScale scale) {
        this.yard = yard;
        this.scale = scale;
    }

    public static void main(String[] arguments) throws IOException {
        Set<String> flags = Set.of(arguments);
        WatchScale scale = flags.contains("--quick") ? WatchScale.QUICK : WatchScale.FULL;
        Watch watch = new Watch(WatchYard.make(Path.of("target", "bench", "watch")), scale);
        List<String> broken = watch.play(parts(flags));
        if (flags.contains("--write")) {
            watch.write();
        }
        broken.forEach(line -> System.out.println("watch: " + line));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    /** All but the soak, unless one is asked for. */
    static Set<Part> parts(Set<String> flags) {
        if (flags.contains("--soak")) {
            return Set.of(Part.SOAK);
        }
        Optional<String> asked = flags.stream()
                .filter(flag -> flag.startsWith(PART))
                .map(flag -> flag.substring(PART.length()))
                .findFirst();
        return asked.map(word -> Set.of(part(word)))
                .orElse(Set.of(Part.MEMORY, Part.PINGS, Part.FEED, Part.BESIDE, Part.DROP));
    }

    private static Part part(String word) {
        return Arrays.stream(Part.values())
                .filter(part -> part.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word + " (expected: one of "
                        + Arrays.stream(Part.values()).map(Part::word).toList() + ")"));
    }

    /** Returns what must not have been. */
    private List<String> play(Set<Part> parts) throws IOException {
        System.out.println("load average of the minute before: " + ProcessFigures.loadAverage());
        if (parts.contains(Part.MEMORY) || parts.contains(Part.PINGS)) {
            idle(parts);
        }
        if (parts.contains(Part.FEED)) {
            show(Part.FEED, new WatchFeed(yard, scale).play());
        }
        List<String> broken = new ArrayList<>();
        if (parts.contains(Part.BESIDE)) {
            WatchBeside beside = new WatchBeside(yard, scale);
            show(Part.BESIDE, beside.play());
            broken.addAll(beside.broken());
        }
        if (parts.contains(Part.DROP)) {
            show(Part.DROP, new WatchDrop(yard, scale).play());
        }
        if (parts.contains(Part.SOAK)) {
            WatchSoak soak = new WatchSoak(scale.soak());
            show(Part.SOAK, soak.play(yard));
            broken.addAll(soak.broken());
        }
        return broken;
    }

    private void idle(Set<Part> parts) throws IOException {
        WatchIdleTables found = new WatchIdleTables();
        new WatchIdle(yard, scale, parts.contains(Part.PINGS))
                .play()
                .forEach((crowd, holdings) -> found.add(crowd.scheme(), holdings));
        if (parts.contains(Part.MEMORY)) {
            show(Part.MEMORY, found.memory());
        }
        if (parts.contains(Part.PINGS)) {
            show(Part.PINGS, found.pings());
        }
    }

    private void show(Part part, String table) {
        tables.put(part, table);
        System.out.println("\n" + part.word() + "\n\n" + table);
    }

    private void write() throws IOException {
        Document page = new Document(PAGE);
        for (Map.Entry<Part, String> table : tables.entrySet()) {
            page.write(table.getKey().table(), table.getValue());
        }
        System.out.println("written: " + PAGE);
    }
}
