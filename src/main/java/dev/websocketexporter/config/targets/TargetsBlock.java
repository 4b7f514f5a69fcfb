package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.KeySchema;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.targets.TargetTypes.ModuleLabel;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code targets}: which targets are offered to Prometheus. */
public final class TargetsBlock {
    public static final Key.Value<List<ListedTarget>> TARGETS =
            new Key.Value<>("targets", ListType.of(TargetTypes.TARGET, Rule.NO_REPETITION), List.of(), "Their URLs.");
    public static final Key.Value<List<FilePattern>> TARGET_FILES = new Key.Value<>(
            "target_files",
            ListType.of(TargetTypes.FILES, Rule.NO_REPETITION),
            List.of(),
            "Files with further ones, in the form of Prometheus' file_sd_configs; read again when they change.");
    static final Key.Value<String> MODULE = Key.withoutDefault(
            "module",
            TextTypes.line("the name of a module", TextCheck.ONE_LINE),
            "How they are probed; without it as by /probe, with the module websocket.");
    public static final Key.Value<Map<String, String>> LABELS = new Key.Value<>(
            "labels",
            TargetTypes.labels(ModuleLabel.MISTAKE),
            Map.of(),
            "Labels of all their metrics; __param_NAME is a parameter of their probes.");
    static final Key.Block BLOCK =
            new Key.Block(Key.ENTRY, "A group of targets.", List.of(TARGETS, TARGET_FILES, MODULE, LABELS));

    /** The key at the top of the configuration. */
    public static final Key.Value<List<TargetGroup>> GROUPS = new Key.Value<>(
            "targets",
            new GroupsType(),
            List.of(),
            "Which targets /sd offers to Prometheus; any other may be probed too.",
            List.of(BLOCK));

    private TargetsBlock() {}

    /** The entries of the list. */
    private static final class GroupsType implements ValueType<List<TargetGroup>> {
        @Override
        public String expected() {
            return "a list, each entry " + BLOCK.expected();
        }

        @Override
        public @Nullable List<TargetGroup> read(YamlValue value, ReadContext context) {
            YamlValue.Sequence sequence = context.sequence(value, expected());
            if (sequence == null) {
                return null;
            }
            List<TargetGroup> groups = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                BlockReader group = BlockReader.of(sequence.items().get(i), BLOCK, context.item(i));
                if (!group.has(TARGETS) && !group.has(TARGET_FILES)) {
                    group.missing(TARGETS, "targets or target_files");
                }
                groups.add(new TargetGroup(
                        group.orDefault(TARGETS),
                        group.orDefault(TARGET_FILES),
                        group.optional(MODULE),
                        group.orDefault(LABELS)));
            }
            return groups;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "array", "items", KeySchema.block(BLOCK));
        }

        @Override
        public Object toYaml(List<TargetGroup> groups) {
            return groups.stream().map(GroupsType::toYaml).toList();
        }

        private static Map<String, Object> toYaml(TargetGroup group) {
            YamlSection section = new YamlSection();
            section.putSome(TARGETS, group.targets());
            section.putSome(TARGET_FILES, group.files());
            section.put(MODULE, group.module());
            section.put(LABELS, group.labels().isEmpty() ? null : group.labels());
            return section.values();
        }
    }
}
