package dev.websocketexporter.config.targets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Targets as they are offered to Prometheus.
 *
 * @param targets in order
 * @param labels of all of them, {@value #MODULE_LABEL} among them
 */
public record OfferedGroup(List<ListedTarget> targets, Map<String, String> labels) {
    /** What makes a parameter of the probe of a label. */
    static final String PARAM_LABEL = "__param_";

    static final String MODULE_LABEL = PARAM_LABEL + "module";

    public OfferedGroup {
        targets = List.copyOf(targets);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** How they are probed. */
    String module() {
        return Objects.requireNonNull(labels.get(MODULE_LABEL), MODULE_LABEL);
    }

    /** The parameters of their probes that begin so, by their names. */
    Map<String, String> parameters(String prefix) {
        return labels.entrySet().stream()
                .filter(label -> label.getKey().startsWith(PARAM_LABEL + prefix))
                .collect(Collectors.toMap(
                        label -> label.getKey().substring(PARAM_LABEL.length()),
                        Map.Entry::getValue,
                        (first, second) -> first,
                        TreeMap::new));
    }
}
