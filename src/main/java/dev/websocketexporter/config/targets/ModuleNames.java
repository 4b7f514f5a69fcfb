package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.types.EditDistance;
import dev.websocketexporter.probe.value.Printable;
import java.util.Comparator;
import java.util.Set;

/** What a message says about a name that no module has. */
public final class ModuleNames {
    private static final int MOST_SHOWN = 500;

    private ModuleNames() {}

    /** {@code did you mean "chat"?}, or else which modules there are. */
    public static String meant(String name, Set<String> modules) {
        return modules.stream()
                .filter(known -> EditDistance.between(known, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(known -> EditDistance.between(known, name)))
                .map(known -> "did you mean " + Printable.quoted(known) + "?")
                .orElseGet(() -> "expected: " + known(modules));
    }

    /** {@code one of chat, status}. */
    public static String known(Set<String> modules) {
        if (modules.isEmpty()) {
            return "one of modules, which has none";
        }
        return "one of " + Printable.masked(String.join(", ", modules), MOST_SHOWN);
    }
}
