package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.engine.values.SentField.Visibility;
import dev.websocketexporter.probe.value.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The subprotocols that a request offers; some servers take a credential as one of them.
 *
 * @param names in order of preference
 * @param secrets those of them that must not be shown
 */
record OfferedSubprotocols(List<String> names, Set<String> secrets) {
    OfferedSubprotocols {
        names = List.copyOf(names);
        secrets = Set.copyOf(secrets);
    }

    /** Those of the module, and those in fields. */
    static OfferedSubprotocols of(List<String> plain, List<SentField> fields) {
        List<SentField> offering =
                fields.stream().filter(SentField::isSubprotocols).toList();
        if (offering.isEmpty()) {
            return new OfferedSubprotocols(plain, Set.of());
        }
        Set<String> names = new LinkedHashSet<>(plain);
        offering.forEach(field -> names.addAll(field.subprotocols()));
        return new OfferedSubprotocols(
                List.copyOf(names),
                offering.stream()
                        .filter(field -> field.visibility() == Visibility.SECRET)
                        .flatMap(field -> field.subprotocols().stream())
                        .collect(Collectors.toSet()));
    }

    /** All of them as one value (RFC 9110 §5.3). */
    String header() {
        return String.join(", ", names);
    }

    /** Those that the server named, as labels and messages may show them. */
    List<String> shown(List<String> named) {
        return secrets.isEmpty() ? named : named.stream().map(this::shown).toList();
    }

    String shown(String name) {
        return secrets.contains(name) ? Secret.HIDDEN : name;
    }

    /** For a message. */
    @Override
    public String toString() {
        return names.isEmpty() ? "none" : String.join(", ", shown(names));
    }
}
