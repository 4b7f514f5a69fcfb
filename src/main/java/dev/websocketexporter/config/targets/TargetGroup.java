package dev.websocketexporter.config.targets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code targets}.
 *
 * @param targets those in the configuration itself
 * @param files where others are; labels in a file come before those of the group
 * @param module how they are probed; absent: {@value #DEFAULT_MODULE}, or what a file says
 * @param labels of all of them, in the order of the file
 */
public record TargetGroup(
        List<ListedTarget> targets,
        List<FilePattern> files,
        @Nullable String module,
        Map<String, String> labels) {
    /** The module of a probe that names none. */
    public static final String DEFAULT_MODULE = "websocket";

    public TargetGroup {
        targets = List.copyOf(targets);
        files = List.copyOf(files);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** What is offered of the group itself, its files aside. */
    public OfferedGroup offered() {
        return offered(new TargetGroup(targets, List.of(), null, Map.of()));
    }

    /** What is offered of a group of a file, whose labels come before those of this one. */
    OfferedGroup offered(TargetGroup ofAFile) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(OfferedGroup.MODULE_LABEL, module == null ? DEFAULT_MODULE : module);
        all.putAll(labels);
        all.putAll(ofAFile.labels);
        return new OfferedGroup(ofAFile.targets, all);
    }
}
