package dev.websocketexporter.config;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.KeySchema;
import dev.websocketexporter.config.watch.WatchBlock;
import dev.websocketexporter.config.yaml.KeyPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key of the configuration file at every place, and their JSON Schema. */
final class ConfigKeys {
    /** The draft that editors support best. */
    private static final String DIALECT = "http://json-schema.org/draft-07/schema#";

    private ConfigKeys() {}

    /**
     * A key at its place.
     *
     * @param path {@code modules.NAME.websocket.headers}
     */
    record Place(String path, Key key) {}

    /** Every key at every place, parents first. */
    static List<Place> places() {
        List<Place> places = new ArrayList<>();
        collect(ConfigurationYaml.ROOT, "", places);
        return places;
    }

    private static void collect(Key parent, String path, List<Place> places) {
        for (Key key : parent.members()) {
            String child = key.name().equals(Key.ENTRY) ? path + Key.ENTRY : KeyPath.child(path, key.name());
            places.add(new Place(child, key));
            collect(key, child, places);
        }
    }

    /**
     * Where a key of this name would be right; keys that work come before others, those of modules before those of
     * {@code watch}, and the outer before the inner.
     */
    static Optional<String> placeOf(String name) {
        return places().stream()
                .filter(place -> place.key().name().equals(name) && !name.equals(Key.NAME))
                .min(Comparator.<Place, Key.Status>comparing(
                                place -> place.key().status())
                        .thenComparing(place -> place.path().startsWith(WatchBlock.GROUPS.name()))
                        .thenComparing(place -> place.path().length()))
                .map(Place::path);
    }

    /**
     * The JSON Schema by which editors complete and check a configuration. It is written to {@code config.schema.json};
     * the exporter itself does not read it.
     */
    static Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("title", "Configuration of websocket_exporter");
        schema.putAll(KeySchema.block(ConfigurationYaml.ROOT, ConfigurationYaml.MODULES));
        return schema;
    }
}
