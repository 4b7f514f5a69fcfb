package dev.websocketexporter.probe.module;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text with references to what a regular expression captured. */
public final class Template {
    /** Letters and decimal digits of any script, and underscores. */
    private static final String NAME = "[\\p{L}\\p{Nd}_]+";

    /** Go's regexp.Expand: {@code $$}, {@code $name}, {@code ${name}}; a dollar sign in front of anything else is one. */
    private static final Pattern GO = Pattern.compile("\\$(?:(\\$)|(" + NAME + ")|\\{(" + NAME + ")})");

    /** The forms with braces alone: GraphQL, for one, has dollar signs of its own. */
    private static final Pattern BRACED = Pattern.compile("\\$\\{(" + NAME + ")}");

    /** How references are written. */
    public enum Dialect {
        /** As Go's {@code Expand} has it, and so blackbox_exporter: in a step that has an expression of its own. */
        GO,
        /** {@code ${name}} alone; every other dollar sign is one. */
        BRACED
    }

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Reference(String name) implements Part {}
    }

    private final String text;
    private final Dialect dialect;
    private final List<Part> parts;

    private Template(String text, Dialect dialect, List<Part> parts) {
        this.text = text;
        this.dialect = dialect;
        this.parts = parts;
    }

    public static Template of(String text, Dialect dialect) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = (dialect == Dialect.GO ? GO : BRACED).matcher(text);
        int end = 0;
        while (matcher.find()) {
            parts.add(new Part.Literal(text.substring(end, matcher.start())));
            parts.add(part(matcher, dialect));
            end = matcher.end();
        }
        parts.add(new Part.Literal(text.substring(end)));
        return new Template(text, dialect, List.copyOf(parts));
    }

    private static Part part(Matcher matcher, Dialect dialect) {
        if (dialect == Dialect.BRACED) {
            return new Part.Reference(matcher.group(1));
        }
        if (matcher.group(1) != null) {
            return new Part.Literal("$");
        }
        return new Part.Reference(matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }

    /** The text as it was written. */
    public String text() {
        return text;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The names and numbers that are referred to, in order. */
    public List<String> references() {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Reference reference) {
                names.add(reference.name());
            }
        }
        return names;
    }

    /**
     * The text with each reference replaced.
     *
     * @param captured the text for a name or number; null: the reference is replaced by an empty text
     */
    public String expand(Function<String, @Nullable String> captured) {
        StringBuilder expanded = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Literal literal) {
                expanded.append(literal.text());
            } else if (part instanceof Part.Reference reference) {
                String value = captured.apply(reference.name());
                expanded.append(value == null ? "" : value);
            }
        }
        return expanded.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template that && text.equals(that.text) && dialect == that.dialect;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
