package dev.websocketexporter.config.yaml;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns SnakeYAML's nodes into {@link YamlValue}s. Merge keys are resolved here and not by SnakeYAML
 * ({@code setMergeOnCompose}), which drops a key that is there twice and reports nothing.
 */
final class NodeReader {
    /** Far more than any configuration has, far less than a few nested aliases make. */
    static final long MAX_VALUES = 1_000_000;

    static final String EXPECTED_NO_TAG = " (expected: quotes around a text that begins with !)";

    private static final Map<Tag, YamlValue.Scalar.Type> SCALAR_TAGS = Map.of(
            Tag.STR, YamlValue.Scalar.Type.TEXT,
            Tag.INT, YamlValue.Scalar.Type.NUMBER,
            Tag.FLOAT, YamlValue.Scalar.Type.NUMBER,
            Tag.TIMESTAMP, YamlValue.Scalar.Type.TEXT,
            Tag.BOOL, YamlValue.Scalar.Type.BOOLEAN,
            Tag.BINARY, YamlValue.Scalar.Type.BINARY,
            Tag.MERGE, YamlValue.Scalar.Type.TEXT,
            Tag.NULL, YamlValue.Scalar.Type.NONE);

    private final Diagnostics diagnostics;
    private final IdentityHashMap<Node, Sized> known = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private NodeReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** A value, and how many values it is with all its aliases written out. */
    private record Sized(YamlValue value, long size) {}

    static YamlValue read(Node root, Diagnostics diagnostics) throws ConfigurationException {
        return new NodeReader(diagnostics).read(root, "").value();
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Each node is read once, so that a mistake below an anchor is reported once, at its place. */
    private Sized read(Node node, String path) throws ConfigurationException {
        Sized before = known.get(node);
        if (before != null) {
            return before;
        }
        Position position = position(node.getStartMark());
        if (!open.add(node)) {
            throw diagnostics.fatal(
                    position, path, "contains itself by an alias (expected: aliases that come to an end)");
        }
        Sized read = readNew(node, position, path);
        open.remove(node);
        if (read.size() > MAX_VALUES) {
            throw diagnostics.fatal(
                    position, path, "grows by its aliases to more than " + MAX_VALUES + " values (expected: fewer)");
        }
        known.put(node, read);
        return read;
    }

    private Sized readNew(Node node, Position position, String path) throws ConfigurationException {
        checkTag(node, position, path);
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, position, path);
        }
        if (node instanceof SequenceNode sequence) {
            return sequence(sequence, position, path);
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getAnchor() != null && scalar.getTag().equals(Tag.NULL)) {
            diagnostics.mistake(
                    position, path, "an anchor on nothing (expected: quotes around a text that begins with &)");
        }
        YamlValue.Scalar.Type type = SCALAR_TAGS.getOrDefault(scalar.getTag(), YamlValue.Scalar.Type.TEXT);
        return new Sized(new YamlValue.Scalar(position, scalar.getValue(), type), 1);
    }

    private void checkTag(Node node, Position position, String path) {
        boolean usual = node instanceof ScalarNode
                ? SCALAR_TAGS.containsKey(node.getTag())
                : node.getTag().equals(node instanceof MappingNode ? Tag.MAP : Tag.SEQ);
        if (!usual) {
            diagnostics.mistake(position, path, "unknown tag" + EXPECTED_NO_TAG);
        }
    }

    private Sized sequence(SequenceNode node, Position position, String path) throws ConfigurationException {
        List<YamlValue> items = new ArrayList<>();
        long size = 1;
        for (Node child : node.getValue()) {
            Sized item = read(child, KeyPath.item(path, items.size()));
            items.add(item.value());
            size += item.size();
        }
        return new Sized(new YamlValue.Sequence(position, items), size);
    }

    private Sized mapping(MappingNode node, Position position, String path) throws ConfigurationException {
        Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
        YamlValue.@Nullable Entry merge = null;
        long size = 1;
        for (NodeTuple tuple : node.getValue()) {
            String key = key(tuple.getKeyNode(), path);
            if (key == null) {
                continue;
            }
            Position at = position(tuple.getKeyNode().getStartMark());
            Sized value = read(tuple.getValueNode(), KeyPath.child(path, key));
            size += value.size();
            YamlValue.Entry entry = new YamlValue.Entry(at, key, value.value());
            boolean merges = tuple.getKeyNode().getTag().equals(Tag.MERGE);
            YamlValue.Entry first = merges ? merge : entries.putIfAbsent(key, entry);
            merge = merges && merge == null ? entry : merge;
            if (first != null) {
                diagnostics.mistake(
                        at,
                        KeyPath.child(path, key),
                        "duplicate key, first in line " + first.position().line() + " (expected: once)");
            }
        }
        if (merge != null) {
            mergeInto(entries, merge.value(), KeyPath.child(path, "<<"));
        }
        return new Sized(new YamlValue.Mapping(position, List.copyOf(entries.values())), size);
    }

    private @Nullable String key(Node node, String path) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        diagnostics.mistake(
                position(node.getStartMark()), path, "a key that is no single value (expected: the name of a field)");
        return null;
    }

    /** The keys of a mapping itself win over those that it merges; of several merged mappings, the first wins. */
    private void mergeInto(Map<String, YamlValue.Entry> entries, YamlValue merged, String path) {
        if (merged instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
        } else if (merged instanceof YamlValue.Sequence sequence
                && sequence.items().stream().allMatch(YamlValue.Mapping.class::isInstance)) {
            sequence.items().forEach(item -> mergeInto(entries, item, path));
        } else {
            diagnostics.mistake(
                    merged.position(), path, "nothing that can be merged (expected: a mapping, or a list of mappings)");
        }
    }
}
