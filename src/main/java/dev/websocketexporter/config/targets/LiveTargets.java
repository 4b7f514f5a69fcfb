package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
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
 * The targets of the configuration and of the files that it names, as they are when they are looked at. Of a file that
 * cannot be used, what it last offered stays. Safe for use by several threads: looks wait for each other.
 */
public final class LiveTargets {
    /** As much as the YAML parser accepts. */
    private static final int LARGEST_FILE_BYTES = 3 * 1024 * 1024;

    /** How long a file may hang. */
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final TimedFiles files = new TimedFiles(AT_MOST);

    /** What is known of each file, for each group that names it. */
    private Map<Use, Content> known = Map.of();

    /** By which the files were judged; absent: there was no look yet. */
    private @Nullable TargetJudge judge;

    /** A file as a group uses it, which may have a module and labels for it. */
    private record Use(Path file, TargetGroup group) {}

    /**
     * What a file offers.
     *
     * @param fingerprint of the bytes that were read last, good or not
     * @param groups of the last good content; empty: there was none
     * @param mistakes in the bytes that were read last; empty: none
     */
    private record Content(String fingerprint, List<TargetGroup> groups, List<ConfigError> mistakes) {
        private static final Content NOTHING = new Content("", List.of(), List.of());
    }

    /**
     * What a look has found.
     *
     * @param offered all groups that have targets, in the order of the configuration
     * @param files the files, whether they can be used or not
     * @param changed those whose content is in force since this look
     * @param gone those that were there at the last look
     * @param mistakes all that are there now
     */
    public record Look(
            List<OfferedGroup> offered,
            Set<Path> files,
            Set<Path> changed,
            Set<Path> gone,
            List<ConfigError> mistakes) {
        public Look {
            offered = List.copyOf(offered);
            files = Set.copyOf(files);
            changed = Set.copyOf(changed);
            gone = Set.copyOf(gone);
            mistakes = List.copyOf(mistakes);
        }

        /** How many targets are offered. */
        public int targets() {
            return offered.stream().mapToInt(group -> group.targets().size()).sum();
        }
    }

    /** Reads all files, and judges those that have changed. Blocks, for at most a second for each file that hangs. */
    public synchronized Look look(List<TargetGroup> groups, TargetJudge judgedBy) {
        boolean judgedAnew = !judgedBy.equals(judge);
        judge = judgedBy;
        Found found = new Found(judgedBy, judgedAnew);
        groups.forEach(found::add);
        Set<Path> before = filesOf(known);
        known = found.now;
        Set<Path> gone = new LinkedHashSet<>(before);
        gone.removeAll(filesOf(known));
        return new Look(
                found.offered.stream()
                        .filter(group -> !group.targets().isEmpty())
                        .toList(),
                filesOf(known),
                found.changed,
                gone,
                List.copyOf(found.mistakes));
    }

    private static Set<Path> filesOf(Map<Use, Content> uses) {
        Set<Path> paths = new LinkedHashSet<>();
        uses.keySet().forEach(use -> paths.add(use.file()));
        return paths;
    }

    /** What one look finds, group by group. */
    private final class Found {
        private final TimedFiles.Load load = files.begin();
        private final TargetJudge judge;
        private final boolean judgedAnew;
        private final Map<Use, Content> now = new LinkedHashMap<>();
        private final List<OfferedGroup> offered = new ArrayList<>();
        private final Set<Path> changed = new LinkedHashSet<>();
        /** A file that two groups name has the same mistakes in both. */
        private final Set<ConfigError> mistakes = new LinkedHashSet<>();

        Found(TargetJudge judge, boolean judgedAnew) {
            this.judge = judge;
            this.judgedAnew = judgedAnew;
        }

        void add(TargetGroup group) {
            offered.add(group.offered());
            Set<Path> paths = new LinkedHashSet<>();
            group.files().forEach(pattern -> paths.addAll(files(pattern)));
            for (Path path : paths) {
                Use use = new Use(path, group);
                Content before = known.getOrDefault(use, ofAnotherGroup(path));
                Content content = content(use, before);
                if (!content.equals(before) && content.mistakes().isEmpty()) {
                    changed.add(path);
                }
                now.put(use, content);
                content.groups().forEach(ofAFile -> offered.add(group.offered(ofAFile)));
                mistakes.addAll(content.mistakes());
            }
        }

        /** The group may have another label now, and what a file last held is good nevertheless. */
        private Content ofAnotherGroup(Path file) {
            return known.entrySet().stream()
                    .filter(entry -> entry.getKey().file().equals(file))
                    .map(entry -> new Content("", entry.getValue().groups(), List.of()))
                    .findFirst()
                    .orElse(Content.NOTHING);
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

        private Content content(Use use, Content before) {
            Path file = use.file();
            byte[] bytes;
            try {
                bytes = load.ask(file, () -> bytes(file));
            } catch (IOException e) {
                return new Content("", before.groups(), List.of(unreadable(file, e)));
            }
            String fingerprint = HexFormat.of().formatHex(Digests.sha256().digest(bytes));
            if (!judgedAnew && fingerprint.equals(before.fingerprint())) {
                return before;
            }
            try {
                return new Content(fingerprint, parsed(use, bytes), List.of());
            } catch (ConfigurationException e) {
                return new Content(fingerprint, before.groups(), e.mistakes());
            }
        }

        private List<TargetGroup> parsed(Use use, byte[] bytes) throws ConfigurationException {
            ConfigContext context = new ConfigContext(use.file(), Set.of(), load);
            return TargetFile.read(use.file().toString(), bytes, use.group(), judge, context);
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
