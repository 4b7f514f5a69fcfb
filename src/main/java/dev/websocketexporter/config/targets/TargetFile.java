package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.targets.TargetTypes.ModuleLabel;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.YamlDocument;
import dev.websocketexporter.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file with targets, in the form of Prometheus' {@code file_sd_configs}: YAML or JSON, which YAML contains. */
public final class TargetFile {
    private static final Key.Value<Map<String, String>> LABELS = new Key.Value<>(
            TargetsBlock.LABELS.name(), TargetTypes.labels(ModuleLabel.ALLOWED), Map.of(), TargetsBlock.LABELS.help());
    private static final Key.Block GROUP =
            new Key.Block(Key.ENTRY, "A group of targets.", List.of(TargetsBlock.TARGETS, LABELS));

    private static final String EXPECTED =
            " (expected: a list of groups such as - targets: [wss://example.com/chat]; [] for none)";

    private TargetFile() {}

    /**
     * The groups of a file, with their own labels alone.
     *
     * @param name as messages have it
     * @param group that names the file
     * @param judge knows the modules
     * @param config by which the file was read
     * @throws ConfigurationException with all mistakes, if there are any
     */
    static List<TargetGroup> read(String name, byte[] bytes, TargetGroup group, TargetJudge judge, ConfigContext config)
            throws ConfigurationException {
        Diagnostics diagnostics = new Diagnostics(name);
        YamlValue.Sequence list = list(bytes, diagnostics);
        ReadContext context = new ReadContext("", config, TargetFile::keyElsewhere, diagnostics);
        TargetJudge.Seen seen = new TargetJudge.Seen();
        List<TargetGroup> groups = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            groups.add(read(list.items().get(i), context.item(i), group, judge, seen));
        }
        diagnostics.throwIfAny();
        return groups;
    }

    /**
     * What is in a file of this form, group by group.
     *
     * @throws ConfigurationException if it is no list
     */
    public static YamlValue.Sequence list(byte[] bytes, Diagnostics diagnostics) throws ConfigurationException {
        YamlValue root = YamlDocument.readMaybeEmpty(bytes, diagnostics);
        if (root instanceof YamlValue.Sequence list) {
            return list;
        }
        // An empty file may be one that is being written.
        throw diagnostics.fatal(
                root == null ? null : root.position(),
                "",
                (root == null ? "the file is empty" : "the file " + root.found()) + EXPECTED);
    }

    private static TargetGroup read(
            YamlValue item, ReadContext context, TargetGroup group, TargetJudge judge, TargetJudge.Seen seen) {
        BlockReader fields = BlockReader.of(item, GROUP, context);
        if (!fields.has(TargetsBlock.TARGETS)) {
            fields.missing(TargetsBlock.TARGETS, TargetsBlock.TARGETS.type().expected());
        }
        TargetGroup own =
                new TargetGroup(fields.orDefault(TargetsBlock.TARGETS), List.of(), null, fields.orDefault(LABELS));
        judge.judge(group.offered(own), own.labels().get(OfferedGroup.MODULE_LABEL), fields, seen);
        return own;
    }

    private static Optional<String> keyElsewhere(String name) {
        return name.equals(TargetsBlock.MODULE.name())
                ? Optional.of(TargetsBlock.LABELS.name() + "." + OfferedGroup.MODULE_LABEL)
                : Optional.empty();
    }
}
