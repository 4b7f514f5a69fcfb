package dev.websocketexporter.probe.value;

import org.jspecify.annotations.Nullable;

/** A text that must never be shown. It prints as {@code <secret>}, so that showing it by accident shows nothing. */
public final class Secret {
    /** What stands in the place of everything that must not be shown. */
    public static final String HIDDEN = "<secret>";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the wire and for nothing else. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
