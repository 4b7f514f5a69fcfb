package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.KeySchema;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.targets.TargetGroup;
import dev.websocketexporter.config.targets.TargetsBlock;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code watch}: which connections are held open. */
public final class WatchBlock {
    static final Key.Value<String> NAME = Key.withoutDefault(
            "name",
            TextTypes.line(
                    "one line of text that no other entry has",
                    text -> TextCheck.UNICODE.checked(TextCheck.ONE_LINE.checked(text))),
            "The label watch of its metrics.");
    static final Key.Value<String> MODULE = new Key.Value<>(
            "module",
            TextTypes.line("the name of a module", TextCheck.ONE_LINE),
            TargetGroup.DEFAULT_MODULE,
            "Opens each connection within its timeout; its query_response is played once, as the subscription.");
    static final Key.Value<Integer> CONNECTIONS = new Key.Value<>(
            "connections",
            NumberTypes.integer(1, WatchSettings.MOST_CONNECTIONS),
            1,
            "How many are held open to each target; 100,000 in all.");
    static final Key.Value<Duration> MAX_LIFETIME = new Key.Value<>(
            "max_lifetime",
            DurationType.noneOrAtLeast(HoldBlocks.SHORTEST_INTERVAL),
            Duration.ZERO,
            "After this time, or up to a tenth earlier, a connection is closed politely and opened anew: no drop; 0s: never.");
    static final Key.Block BLOCK = new Key.Block(
            Key.ENTRY,
            "Connections of one kind, to each of some targets.",
            List.of(
                    NAME,
                    MODULE,
                    TargetsBlock.TARGETS,
                    TargetsBlock.TARGET_FILES,
                    CONNECTIONS,
                    HoldBlocks.HEARTBEAT,
                    HoldBlocks.RECONNECT,
                    MAX_LIFETIME,
                    MessagesBlock.BLOCK,
                    SentBlocks.SEND,
                    SentBlocks.BROADCAST));

    /** The key at the top of the configuration. */
    public static final Key.Value<List<WatchGroup>> GROUPS = new Key.Value<>(
            "watch",
            new GroupsType(),
            List.of(),
            "Which connections are held open, with their metrics at /watch.",
            List.of(BLOCK));

    private WatchBlock() {}

    /** The entries of the list, whose modules are found later. */
    private static final class GroupsType implements ValueType<List<WatchGroup>> {
        @Override
        public String expected() {
            return "a list, each entry " + BLOCK.expected();
        }

        @Override
        public @Nullable List<WatchGroup> read(YamlValue value, ReadContext context) {
            YamlValue.Sequence sequence = context.sequence(value, expected());
            if (sequence == null) {
                return null;
            }
            ReadContext below = new ReadContext(
                    context.path(),
                    context.config(),
                    name -> placeInEntry(name).or(() -> context.keyPlaces().apply(name)),
                    context.diagnostics());
            List<WatchGroup> groups = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                groups.add(group(BlockReader.of(sequence.items().get(i), BLOCK, below.item(i))));
            }
            return groups;
        }

        /** Labels stand beside the targets in a file; of the places of a key that is known, those in an entry come first. */
        private static Optional<String> placeInEntry(String name) {
            String path = GROUPS.name() + Key.ENTRY;
            return placeOf(
                    TargetsBlock.LABELS.name().equals(name) ? TargetsBlock.TARGET_FILES.name() : name, BLOCK, path);
        }

        private static Optional<String> placeOf(String name, Key.Block block, String path) {
            for (Key key : block.members()) {
                String place = path + "." + key.name();
                Optional<String> found = key.name().equals(name)
                        ? Optional.of(place)
                        : key instanceof Key.Block inner ? placeOf(name, inner, place) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private static WatchGroup group(BlockReader group) {
            String name = group.required(NAME);
            if (!group.has(TargetsBlock.TARGETS) && !group.has(TargetsBlock.TARGET_FILES)) {
                group.missing(TargetsBlock.TARGETS, "targets or target_files");
            }
            String module = group.orDefault(MODULE);
            Integer connections = group.optional(CONNECTIONS);
            WatchSettings settings = new WatchSettings(
                    name == null ? "" : name,
                    module,
                    ProbeModule.withDefaults(module),
                    connections == null ? 1 : connections,
                    HoldBlocks.heartbeat(group.block(HoldBlocks.HEARTBEAT)),
                    HoldBlocks.reconnect(group.block(HoldBlocks.RECONNECT)),
                    group.orDefault(MAX_LIFETIME),
                    MessagesBlock.read(group.block(MessagesBlock.BLOCK)),
                    group.has(SentBlocks.SEND) ? SentBlocks.send(group.block(SentBlocks.SEND)) : null,
                    broadcast(group, connections));
            return new WatchGroup(
                    settings, group.orDefault(TargetsBlock.TARGETS), group.orDefault(TargetsBlock.TARGET_FILES));
        }

        private static @Nullable Broadcast broadcast(BlockReader group, @Nullable Integer connections) {
            if (!group.has(SentBlocks.BROADCAST)) {
                return null;
            }
            boolean bad = group.has(CONNECTIONS) && connections == null;
            if (!bad && (connections == null || connections < 2)) {
                group.mistake(
                        group.has(CONNECTIONS) ? CONNECTIONS : SentBlocks.BROADCAST,
                        "1 connection has no other that a broadcast could reach"
                                + " (expected: connections: 2 or more, beside broadcast)");
            }
            return SentBlocks.broadcast(group.block(SentBlocks.BROADCAST));
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "array", "items", KeySchema.block(BLOCK, NAME));
        }

        @Override
        public Object toYaml(List<WatchGroup> groups) {
            return groups.stream().map(GroupsType::toYaml).toList();
        }

        private static Map<String, Object> toYaml(WatchGroup group) {
            WatchSettings settings = group.settings();
            YamlSection section = new YamlSection();
            section.put(NAME, settings.name());
            section.put(MODULE, settings.moduleName());
            section.put(
                    TargetsBlock.TARGETS,
                    group.targets().isEmpty() && !group.files().isEmpty() ? null : group.targets());
            section.putSome(TargetsBlock.TARGET_FILES, group.files());
            section.put(CONNECTIONS, settings.connections());
            section.put(HoldBlocks.HEARTBEAT, HoldBlocks.write(settings.heartbeat()));
            section.put(HoldBlocks.RECONNECT, HoldBlocks.write(settings.reconnect()));
            section.put(MAX_LIFETIME, settings.maxLifetime());
            section.put(MessagesBlock.BLOCK, MessagesBlock.write(settings.messages()));
            if (settings.send() != null) {
                section.put(SentBlocks.SEND, SentBlocks.write(settings.send()));
            }
            if (settings.broadcast() != null) {
                section.put(SentBlocks.BROADCAST, SentBlocks.write(settings.broadcast()));
            }
            return section.values();
        }
    }
}
