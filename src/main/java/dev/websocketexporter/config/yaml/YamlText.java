package dev.websocketexporter.config.yaml;

import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
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

    /** Besides \n, what ends a line in YAML 1.1: plain, literal or in single quotes, each is read again as another text. */
    private static final Pattern OTHER_LINE_BREAK = Pattern.compile("[\\r\\u0085\\u2028\\u2029]");

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
                    .map(entry -> new NodeTuple(key(entry.key()), node(entry.value())))
                    .toList();
            return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (value instanceof YamlValue.Sequence sequence) {
            List<Node> items = sequence.items().stream().map(this::node).toList();
            boolean isShort = items.stream().allMatch(YamlText::isNumber);
            return new SequenceNode(Tag.SEQ, items, isShort ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        YamlValue.Scalar scalar = (YamlValue.Scalar) value;
        return switch (scalar.type()) {
            case TEXT -> scalar(Tag.STR, scalar.text(), style(scalar.text()));
            case BINARY -> scalar(Tag.BINARY, scalar.text(), style(scalar.text()));
            case NONE -> scalar(Tag.NULL, "null", ScalarStyle.PLAIN);
            case NUMBER, BOOLEAN ->
                scalar(resolver.resolve(NodeId.scalar, scalar.text(), true), scalar.text(), ScalarStyle.PLAIN);
        };
    }

    private static boolean isNumber(Node node) {
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    }

    /** A literal block cannot be a key. */
    private static ScalarNode key(String key) {
        ScalarStyle style = style(key);
        return scalar(Tag.STR, key, style == ScalarStyle.LITERAL ? ScalarStyle.DOUBLE_QUOTED : style);
    }

    /** In the style PLAIN, the library adds quotes to what would be something else without. */
    private static ScalarStyle style(String text) {
        if (OTHER_LINE_BREAK.matcher(text).find()) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return text.indexOf('\n') < 0 ? ScalarStyle.PLAIN : ScalarStyle.LITERAL;
    }

    private static ScalarNode scalar(Tag tag, String text, ScalarStyle style) {
        return new ScalarNode(tag, text, NOWHERE, NOWHERE, style);
    }
}
