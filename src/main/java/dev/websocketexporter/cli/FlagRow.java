package dev.websocketexporter.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flag as {@code --help} and the completion of a shell show it.
 *
 * @param name with its dashes
 * @param shortName with its dash; absent: it has none
 * @param label the placeholder of its value; absent: it takes none
 * @param description sentences
 * @param words the values that there are; empty: any, or those that only the user knows
 */
public record FlagRow(
        String name, @Nullable String shortName, @Nullable String label, String description, List<String> words) {
    /** The label of values that are files. */
    public static final String FILE = "FILE";

    public FlagRow {
        words = List.copyOf(words);
    }

    /** With the placeholder of its value, if it takes one. */
    String usage() {
        return label == null ? name : name + "=" + label;
    }
}
