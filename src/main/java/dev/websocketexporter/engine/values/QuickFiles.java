package dev.websocketexporter.engine.values;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the files whose last reading was quick: only these get reserved threads. Guarded by its owner. */
final class QuickFiles {
    /** Slower readings are no quick ones. */
    static final Duration QUICK = Duration.ofSeconds(1);

    /** Far more than a configuration names. */
    private static final int MOST_REMEMBERED = 10_000;

    /** The least recently read first. */
    private final Map<Path, Boolean> quick = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    void note(Path file, Duration took) {
        if (took.compareTo(QUICK) < 0) {
            quick.put(file, true);
        } else {
            quick.remove(file);
        }
    }

    boolean contains(Path file) {
        return quick.containsKey(file);
    }
}
