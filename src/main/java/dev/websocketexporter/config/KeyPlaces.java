package dev.websocketexporter.config;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.watch.WatchBlock;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the keys stand in a configuration as text, for links from each to what explains it in {@code docs/configuration.md}. */
public final class KeyPlaces {
    /** The sections that are about a key of the same name; those of other keys are where the table of their block is. */
    static final Set<String> OWN_SECTIONS = Set.of(
            "modules",
            "params",
            "targets",
            "watch",
            "target_policy",
            "websocket",
            "headers",
            "query_response",
            "max_message_size",
            "compression",
            "heartbeat",
            "hold",
            "settle",
            "close",
            "attempts",
            "http_config",
            "basic_auth",
            "authorization",
            "oauth2",
            "tls_config");

    /** Keys that share a section. */
    static final Map<String, String> SHARED_SECTIONS = Map.of(
            "fail_if_header_matches", "fail_if_header_matches-and-fail_if_header_not_matches",
            "fail_if_header_not_matches", "fail_if_header_matches-and-fail_if_header_not_matches",
            "http_headers", "headers");

    private static final String FIRST_SECTION = "the-file";

    private KeyPlaces() {}

    /**
     * A key in a text.
     *
     * @param begin the index of its first character, and {@code end} the one after its last
     * @param section the anchor of the section of the reference
     * @param help one line about it
     */
    public record Place(int begin, int end, String section, String help) {}

    /**
     * The keys of a configuration, in their order; a name that the user gave is none.
     *
     * @param yaml as {@link ConfigurationYaml#render(Configuration)} wrote it
     */
    public static List<Place> of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        List<Place> places = new ArrayList<>();
        Node root = new Yaml(options).compose(new StringReader(yaml));
        if (root != null) {
            new Walk(yaml, places).walk(root, ConfigurationYaml.ROOT.members(), FIRST_SECTION);
        }
        return places;
    }

    /** Through the text and the definitions of the keys at once. */
    private static final class Walk {
        private final String yaml;
        private final List<Place> places;
        private int index;
        private int codePoints;

        Walk(String yaml, List<Place> places) {
            this.yaml = yaml;
            this.places = places;
        }

        void walk(Node node, List<? extends Key> members, String section) {
            if (node instanceof SequenceNode list) {
                Key entry = named(Key.ENTRY, members);
                if (entry != null) {
                    list.getValue().forEach(item -> walk(item, entry.members(), section));
                }
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode name) {
                        member(name, tuple.getValueNode(), members, section);
                    }
                }
            }
        }

        private void member(ScalarNode name, Node value, List<? extends Key> members, String section) {
            Key key = named(name.getValue(), members);
            if (key != null) {
                String own = sectionOf(key.name(), section);
                int begin = indexOf(name.getStartMark().getIndex());
                places.add(new Place(begin, indexOf(name.getEndMark().getIndex()), own, key.help()));
                walk(value, key.members(), own);
                return;
            }
            Key ofUser = named(Key.NAME, members);
            if (ofUser != null) {
                walk(value, ofUser.members(), section);
            }
        }

        /** Marks count characters beyond 16 bits once; they come in ascending order. */
        private int indexOf(int mark) {
            index = yaml.offsetByCodePoints(index, mark - codePoints);
            codePoints = mark;
            return index;
        }
    }

    private static @Nullable Key named(String name, List<? extends Key> members) {
        return members.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The keys of {@code watch} have one section, also where others have the same name. */
    static String sectionOf(String key, String around) {
        if (around.equals(WatchBlock.GROUPS.name())) {
            return around;
        }
        return OWN_SECTIONS.contains(key) ? key : SHARED_SECTIONS.getOrDefault(key, around);
    }
}
