package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.value.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that groups of targets name, as they are when they are looked at. Of a file that cannot be used, what it last held
 * stays. Safe for use by several threads: looks wait for each other.
 *
 * @param <G> what names files
 * @param <C> what a file holds; equal for equal contents
 * @param <J> what decides, besides its bytes, whether a file is good
 */
public final class LiveFiles<G, C, J> {
    /** As much as the YAML parser accepts. */
    private static final int LARGEST_FILE_BYTES = 3 * 1024 * 1024;

    /** How long a file may hang. */
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final TimedFiles files = new TimedFiles(AT_MOST);
    private final Format<G, C, J> format;

    /** What is known of each file, for each group that names it. */
    private Map<Use<G>, Content<C>> known = Map.of();

    /** By which the files were judged; absent: there was no look yet. */
    private @Nullable J judge;

    public LiveFiles(Format<G, C, J> format) {
        this.format = format;
    }

    /** How groups name files, and how a file is read. */
    public interface Format<G, C, J> {
        List<FilePattern> patterns(G group);

        /**
         * What the file holds.
         *
         * @throws ConfigurationException with all mistakes, if there are any
         */
        C read(Path file, byte[] bytes, G group, J judge, TimedFiles.Load load) throws ConfigurationException;
    }

    /** A file as a group uses it, which may have a module and labels for it. */
    private record Use<G>(Path file, G group) {}

    /**
     * What a file holds.
     *
     * @param fingerprint of the bytes that were read last, good or not
     * @param good the last good content; absent: there was none
     * @param mistakes in the bytes that were read last; empty: none
     */
    private record Content<C>(String fingerprint, @Nullable C good, List<ConfigError> mistakes) {}

    /** A file with its last good content. */
    public record Held<C>(Path path, C content) {}

    /**
     * What a look has found.
     *
     * @param held by each group, in the order of the names of the files
     * @param files all of them, whether they can be used or not
     * @param changed those whose content is in force since this look
     * @param gone those that were there at the last look
     * @param mistakes all that are there now
     */
    public record Look<G, C>(
            Map<G, List<Held<C>>> held,
            Set<Path> files,
            Set<Path> changed,
            Set<Path> gone,
            List<ConfigError> mistakes) {
        /** What the files of a group hold. */
        public List<Held<C>> of(G group) {
            return held.getOrDefault(group, List.of());
        }
    }

    /**
     * Reads all files, and judges those that have changed; all of them if they were judged by something else before. Blocks,
     * for at most a second for each file that hangs.
     */
    public synchronized Look<G, C> look(List<G> groups, J judgedBy) {
        Found found = new Found(judgedBy, !judgedBy.equals(judge));
        judge = judgedBy;
        groups.forEach(found::add);
        Set<Path> before = filesOf(known);
        known = found.now;
        Set<Path> gone = new LinkedHashSet<>(before);
        gone.removeAll(filesOf(known));
        return new Look<>(found.held, filesOf(known), found.changed, gone, List.copyOf(found.mistakes));
    }

    private Set<Path> filesOf(Map<Use<G>, Content<C>> uses) {
        Set<Path> paths = new LinkedHashSet<>();
        uses.keySet().forEach(use -> paths.add(use.file()));
        return paths;
    }

    /** What one look finds, group by group. */
    private final class Found {
        private final TimedFiles.Load load = files.begin();
        private final J judgedBy;
        private final boolean judgedAnew;
        private final Map<Use<G>, Content<C>> now = new LinkedHashMap<>();
        private final Map<G, List<Held<C>>> held = new LinkedHashMap<>();
        private final Set<Path> changed = new LinkedHashSet<>();
        /** A file that two groups name has the same mistakes in both. */
        private final Set<ConfigError> mistakes = new LinkedHashSet<>();

        Found(J judgedBy, boolean judgedAnew) {
            this.judgedBy = judgedBy;
            this.judgedAnew = judgedAnew;
        }

        void add(G group) {
            List<Held<C>> ofTheGroup = new ArrayList<>();
            Set<Path> paths = new LinkedHashSet<>();
            format.patterns(group).forEach(pattern -> paths.addAll(files(pattern)));
            for (Path path : paths) {
                Use<G> use = new Use<>(path, group);
                Content<C> before = known.containsKey(use) ? known.get(use) : ofAnotherGroup(path);
                Content<C> content = content(use, before);
                if (!content.equals(before) && content.mistakes().isEmpty()) {
                    changed.add(path);
                }
                now.put(use, content);
                if (content.good() != null) {
                    ofTheGroup.add(new Held<>(path, content.good()));
                }
                mistakes.addAll(content.mistakes());
            }
            held.put(group, List.copyOf(ofTheGroup));
        }

        /** The group may have another label now, and what a file last held is good nevertheless. */
        private Content<C> ofAnotherGroup(Path file) {
            return known.entrySet().stream()
                    .filter(entry -> entry.getKey().file().equals(file))
                    .map(entry -> new Content<>("", entry.getValue().good(), List.of()))
                    .findFirst()
                    .orElseGet(() -> new Content<>("", null, List.of()));
        }

        /** Those of a directory that cannot be read are those that were there before. */
        private List<Path> files(FilePattern pattern) {
            try {
                List<Path> found = load.ask(pattern.directory(), pattern::files);
                if (found.isEmpty() && !pattern.isOpen()) {
                    mistakes.add(new ConfigError(
                            pattern.toString(), null, "", "no such file (expected: it, or a name with an asterisk)"));
                }
                return found;
            } catch (IOException e) {
                mistakes.add(unreadable(pattern.directory(), e));
                return known.keySet().stream()
                        .map(Use::file)
                        .filter(pattern::isAbout)
                        .distinct()
                        .toList();
            }
        }

        private Content<C> content(Use<G> use, Content<C> before) {
            Path file = use.file();
            byte[] bytes;
            try {
                bytes = load.ask(file, () -> bytes(file));
            } catch (IOException e) {
                return new Content<>("", before.good(), List.of(unreadable(file, e)));
            }
            String fingerprint = HexFormat.of().formatHex(Digests.sha256().digest(bytes));
            if (!judgedAnew && fingerprint.equals(before.fingerprint())) {
                return before;
            }
            try {
                return new Content<>(fingerprint, format.read(file, bytes, use.group(), judgedBy, load), List.of());
            } catch (ConfigurationException e) {
                return new Content<>(fingerprint, before.good(), e.mistakes());
            }
        }
    }

    private static ConfigError unreadable(Path path, IOException e) {
        return new ConfigError(
                path.toString(),
                null,
                "",
                "cannot be read: " + FileTypes.whyUnreadable(e) + " (expected: a file with targets)");
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
            if (bytes.length > LARGEST_FILE_BYTES) {
                throw new IOException("it is larger than " + LARGEST_FILE_BYTES / 1024 / 1024 + " MiB");
            }
            return bytes;
        }
    }
}
