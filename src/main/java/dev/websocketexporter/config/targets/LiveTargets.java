package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The targets of the configuration and of the files that it names, as they are when they are looked at. Of a file that
 * cannot be used, what it last offered stays. Safe for use by several threads: looks wait for each other.
 */
public final class LiveTargets {
    private final LiveFiles<TargetGroup, List<TargetGroup>, TargetJudge> files = new LiveFiles<>(new TargetFiles());

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
    public Look look(List<TargetGroup> groups, TargetJudge judgedBy) {
        LiveFiles.Look<TargetGroup, List<TargetGroup>> look = files.look(groups, judgedBy);
        List<OfferedGroup> offered = new ArrayList<>();
        for (TargetGroup group : groups) {
            offered.add(group.offered());
            look.of(group).forEach(file -> file.content().forEach(ofAFile -> offered.add(group.offered(ofAFile))));
        }
        return new Look(
                offered.stream().filter(group -> !group.targets().isEmpty()).toList(),
                look.files(),
                look.changed(),
                look.gone(),
                look.mistakes());
    }

    private static final class TargetFiles implements LiveFiles.Format<TargetGroup, List<TargetGroup>, TargetJudge> {
        @Override
        public List<FilePattern> patterns(TargetGroup group) {
            return group.files();
        }

        @Override
        public List<TargetGroup> read(
                Path file, byte[] bytes, TargetGroup group, TargetJudge judge, TimedFiles.Load load)
                throws ConfigurationException {
            ConfigContext context = new ConfigContext(file, Set.of(), load);
            return TargetFile.read(file.toString(), bytes, group, judge, context);
        }
    }
}
