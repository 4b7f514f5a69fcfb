package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.util.regex.Pattern;

/** Secrets that a file does not have since it was copied from {@code /config} of blackbox_exporter, which shows none. */
final class HiddenSecrets {
    /** A secret as a whole, and the password in a URL (Go's {@code URL.Redacted}). */
    private static final Pattern HIDDEN = Pattern.compile("<secret>|[^/]*//[^/@]*:xxxxx@.*");

    private HiddenSecrets() {}

    /** Tells of each of them at or below a value: it would load, and be refused by the server. */
    static void tell(YamlValue value, ReadContext context) {
        if (value instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                tell(entry.value(), context.child(entry.key()));
            }
        } else if (value instanceof Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                tell(list.items().get(i), context.item(i));
            }
        } else if (HIDDEN.matcher(Edits.text(value)).matches()) {
            context.warning(
                    value.position(),
                    "is what /config shows in the place of a secret (instead: the secret, from the file that"
                            + " blackbox_exporter was started with)");
        }
    }
}
