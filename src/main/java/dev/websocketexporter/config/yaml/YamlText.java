package dev.websocketexporter.config.yaml;

import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** A {@link YamlValue} as the text of a file: the reverse of {@link YamlDocument}. Anchors and comments are gone. */
public final class YamlText {
    /** What is written here has no place in any file yet. */
    private static final @Nullable Mark NOWHERE = null;

    private final Resolver resolver = new Resolver();

    private YamlText() {}

    /** The text, which is read again as an equal value. */
    public static String of(YamlValue value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(new YamlText().node(value), text);
        return text.toString();
    }

    private Node node(YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            List<NodeTuple> tuples = mapping.entries().stream()
                    .map(entry -> new NodeTuple(text(entry.key(), ScalarStyle.PLAIN), node(entry.value())))
                    .toList();
            return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (value instanceof YamlValue.Sequence sequence) {
            List<Node> items = sequence.items().stream().map(this::node).toList();
            boolean isShort = items.stream().allMatch(YamlText::isNumber);
            return new SequenceNode(Tag.SEQ, items, isShort ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        YamlValue.Scalar scalar = (YamlValue.Scalar) value;
        ScalarStyle style = scalar.text().indexOf('\n') < 0 ? ScalarStyle.PLAIN : ScalarStyle.LITERAL;
        return switch (scalar.type()) {
            case TEXT -> text(scalar.text(), style);
            case BINARY -> scalar(Tag.BINARY, scalar.text(), style);
            case NONE -> scalar(Tag.NULL, "null", ScalarStyle.PLAIN);
            case NUMBER, BOOLEAN ->
                scalar(resolver.resolve(NodeId.scalar, scalar.text(), true), scalar.text(), ScalarStyle.PLAIN);
        };
    }

    private static boolean isNumber(Node node) {
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    }

    /** In quotes, if it would be something else without. */
    private static ScalarNode text(String text, ScalarStyle style) {
        return scalar(Tag.STR, text, style);
    }

    private static ScalarNode scalar(Tag tag, String text, ScalarStyle style) {
        return new ScalarNode(tag, text, NOWHERE, NOWHERE, style);
    }
}
