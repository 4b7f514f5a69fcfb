package dev.websocketexporter.engine.values;

import org.jspecify.annotations.Nullable;

/**
 * What a reader needs of a file.
 *
 * @param largest more bytes than these are not needed; one more shows that there are
 * @param versioned whether the version is needed too, which takes longer
 * @param known the version whose content need not be read again; null: none
 */
public record FileAsk(
        int largest, boolean versioned, @Nullable FileVersion known) {
    /** The content. */
    public static FileAsk content(int largest) {
        return new FileAsk(largest, false, null);
    }

    /** The content, unless it is known, and the version by which it will be known. */
    public static FileAsk changed(int largest, @Nullable FileVersion known) {
        return new FileAsk(largest, true, known);
    }

    /** What serves two readers. */
    FileAsk and(FileAsk other) {
        boolean bothKnow = known != null && known.equals(other.known);
        return new FileAsk(Math.max(largest, other.largest), versioned || other.versioned, bothKnow ? known : null);
    }
}
