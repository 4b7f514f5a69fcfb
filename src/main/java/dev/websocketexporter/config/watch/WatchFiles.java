package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.LiveFiles;
import dev.websocketexporter.config.watch.WatchTargetFile.Listed;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The targets that are watched: those of the configuration and of the files that it names, as they are when they are looked
 * at. Of a file that cannot be used, also beside the others, what it last held stays. Safe for use by several threads: looks
 * wait for each other.
 */
public final class WatchFiles {
    private final Shard shard;
    private final LiveFiles<WatchGroup, List<Listed>, TargetPolicy> files = new LiveFiles<>(new Format());

    /** What is in force of each file. Guarded by this. */
    private Map<Use, List<Listed>> inForce = Map.of();

    /** What the last look has found; absent: there was none. Guarded by this. */
    private @Nullable Found last;

    private record Use(String watch, Path file) {}

    /** @param shard which targets are this exporter's */
    public WatchFiles(Shard shard) {
        this.shard = shard;
    }

    /**
     * What a look has found.
     *
     * @param targets of this exporter, in the order of the configuration
     * @param files the files, whether they can be used or not
     * @param changed those whose content is in force since this look
     * @param gone those that were there at the last look
     * @param mistakes all that are there now
     */
    public record Look(
            List<WatchedTarget> targets,
            Set<Path> files,
            Set<Path> changed,
            Set<Path> gone,
            List<ConfigError> mistakes) {
        public Look {
            targets = List.copyOf(targets);
            files = Set.copyOf(files);
            changed = Set.copyOf(changed);
            gone = Set.copyOf(gone);
            mistakes = List.copyOf(mistakes);
        }

        /** How many connections they are together. */
        public long connections() {
            return targets.stream()
                    .mapToLong(target -> target.settings().connections())
                    .sum();
        }
    }

    /** Reads all files, and judges those that have changed. Blocks, for at most a second for each file that hangs. */
    public synchronized Look look(List<WatchGroup> groups, TargetPolicy policy) {
        LiveFiles.Look<WatchGroup, List<Listed>> look = files.look(groups, policy);
        Found found = last;
        if (found == null || !found.isOf(groups, look)) {
            found = new Found(groups, look);
            found.addAll();
        }
        List<ConfigError> mistakes = new ArrayList<>(look.mistakes());
        mistakes.addAll(found.conflicts);
        Set<Path> changed = found == last ? Set.of() : found.changed;
        last = found;
        inForce = found.now;
        return new Look(found.targets, look.files(), changed, look.gone(), mistakes);
    }

    /** What becomes of the files beside each other. */
    private final class Found {
        private final List<WatchGroup> groups;
        private final LiveFiles.Look<WatchGroup, List<Listed>> look;
        private final Claims claims = new Claims(shard);
        private final Map<Use, List<Listed>> now = new LinkedHashMap<>();
        private final List<WatchedTarget> targets = new ArrayList<>();
        private final Set<Path> changed = new LinkedHashSet<>();
        private final Set<ConfigError> conflicts = new LinkedHashSet<>();

        Found(List<WatchGroup> groups, LiveFiles.Look<WatchGroup, List<Listed>> look) {
            this.groups = groups;
            this.look = look;
        }

        /** Whether another look would find the same. */
        boolean isOf(List<WatchGroup> otherGroups, LiveFiles.Look<WatchGroup, List<Listed>> other) {
            return groups.equals(otherGroups) && look.held().equals(other.held());
        }

        void addAll() {
            // Those of the configuration first: it was good as it is.
            groups.forEach(group -> claims.take(group, group.targets(), (index, mistake) -> {}));
            groups.forEach(this::add);
        }

        private void add(WatchGroup group) {
            group.targets().forEach(target -> watch(group, target, Map.of()));
            for (LiveFiles.Held<List<Listed>> file : look.of(group)) {
                Use use = new Use(group.name(), file.path());
                List<Listed> before = inForce.get(use);
                List<Listed> used = take(group, file) ? file.content() : rest(group, before);
                now.put(use, used);
                if (!used.equals(before)) {
                    changed.add(file.path());
                }
                used.forEach(listed -> watch(group, listed.target(), listed.labels()));
            }
        }

        private boolean take(WatchGroup group, LiveFiles.Held<List<Listed>> file) {
            List<Listed> content = file.content();
            return claims.take(group, targets(content), (index, mistake) -> {
                Listed listed = content.get(index);
                conflicts.add(new ConfigError(file.path().toString(), listed.position(), listed.path(), mistake));
            });
        }

        /** What the file last held, except what is another one's by now. */
        private List<Listed> rest(WatchGroup group, @Nullable List<Listed> before) {
            return before == null
                    ? List.of()
                    : before.stream()
                            .filter(listed -> claims.take(group, List.of(listed.target()), (index, mistake) -> {}))
                            .toList();
        }

        private void watch(WatchGroup group, ListedTarget target, Map<String, String> labels) {
            if (shard.has(target.url())) {
                targets.add(new WatchedTarget(group.settings(), target.target(), labels));
            }
        }
    }

    private static List<ListedTarget> targets(List<Listed> listed) {
        return listed.stream().map(Listed::target).toList();
    }

    private static final class Format implements LiveFiles.Format<WatchGroup, List<Listed>, TargetPolicy> {
        @Override
        public List<FilePattern> patterns(WatchGroup group) {
            return group.files();
        }

        @Override
        public List<Listed> read(Path file, byte[] bytes, WatchGroup group, TargetPolicy policy, TimedFiles.Load load)
                throws ConfigurationException {
            return WatchTargetFile.read(file.toString(), bytes, policy, new ConfigContext(file, Set.of(), load));
        }
    }
}
