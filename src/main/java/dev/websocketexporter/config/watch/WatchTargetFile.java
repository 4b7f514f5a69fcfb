package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.TargetFile;
import dev.websocketexporter.config.targets.TargetTypes;
import dev.websocketexporter.config.targets.TargetsBlock;
import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file with targets to watch, in the form of Prometheus' {@code file_sd_configs}: YAML or JSON, which YAML contains. Its
 * labels are those of the metrics.
 */
final class WatchTargetFile {
    /** What the metrics at {@code /watch} have of their own. */
    private static final Set<String> OWN_LABELS = Set.of(
            "watch", "target", "connection_id", "status", "direction", "type", "cause", "code", "le", "quantile");

    private static final Key.Value<Map<String, String>> LABELS = new Key.Value<>(
            "labels", TargetTypes.labels(WatchTargetFile::checkName), Map.of(), "Labels of all their metrics.");
    private static final Key.Block GROUP =
            new Key.Block(Key.ENTRY, "A group of targets.", List.of(TargetsBlock.TARGETS, LABELS));

    private WatchTargetFile() {}

    /**
     * A target of a file.
     *
     * @param position where it stands, for a mistake beside other files
     * @param path of its key, for the same
     */
    record Listed(ListedTarget target, Map<String, String> labels, Position position, String path) {}

    /**
     * The targets of a file.
     *
     * @param name as messages have it
     * @param config by which the file was read
     * @throws ConfigurationException with all mistakes, if there are any
     */
    static List<Listed> read(String name, byte[] bytes, TargetPolicy policy, ConfigContext config)
            throws ConfigurationException {
        Diagnostics diagnostics = new Diagnostics(name);
        YamlValue.Sequence list = TargetFile.list(bytes, diagnostics);
        ReadContext context = new ReadContext("", config, key -> Optional.empty(), diagnostics);
        List<Listed> targets = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            read(list.items().get(i), context.item(i), policy, targets);
        }
        diagnostics.throwIfAny();
        return List.copyOf(targets);
    }

    private static void read(YamlValue item, ReadContext context, TargetPolicy policy, List<Listed> read) {
        BlockReader group = BlockReader.of(item, GROUP, context);
        if (!group.has(TargetsBlock.TARGETS)) {
            group.missing(TargetsBlock.TARGETS, TargetsBlock.TARGETS.type().expected());
        }
        List<ListedTarget> targets = group.orDefault(TargetsBlock.TARGETS);
        Map<String, String> labels = group.orDefault(LABELS);
        List<Position> positions = group.positions(TargetsBlock.TARGETS);
        targets.forEach(target -> WatchJudge.judgeHost(target, policy, group));
        // With a mistake in the list, they are not one to one, and nothing of it is used.
        for (int i = 0; i < Math.min(targets.size(), positions.size()); i++) {
            String path = context.child(TargetsBlock.TARGETS.name()).item(i).path();
            read.add(new Listed(targets.get(i), labels, positions.get(i), path));
        }
    }

    private static void checkName(String name) throws BadValueException {
        if (name.startsWith("__")) {
            throw BadValueException.withHint(
                    "is a name of Prometheus' own", "expected: a name without two underscores first");
        }
        if (OWN_LABELS.contains(name)) {
            throw BadValueException.withHint(
                    "is a label that the metrics at /watch have of their own", "expected: another name");
        }
    }
}
