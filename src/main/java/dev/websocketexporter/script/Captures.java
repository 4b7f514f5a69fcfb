package dev.websocketexporter.script;

import com.google.re2j.Matcher;
import dev.websocketexporter.probe.module.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What regular expressions captured so far: each group, under its number and under its name if it has one. Immutable.
 *
 * <p>Bytes of a binary message that are not UTF-8 are U+FFFD in what was captured.
 */
public final class Captures {
    public static final Captures NONE = new Captures(Map.of());

    /** What Go's {@code Expand} reads as a number and not as a name: no leading zero, and at most nine digits. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** The keys are names and numbers without a sign; {@code 01} is a name, so that the two cannot be confused. */
    private final Map<String, String> groups;

    private Captures(Map<String, String> groups) {
        this.groups = groups;
    }

    /** The groups of a match; a group that took no part in it has captured an empty text. */
    static Captures of(Matcher match) {
        Map<String, String> groups = new LinkedHashMap<>();
        match.pattern().namedGroups().forEach((name, number) -> {
            if (!NUMBER.matcher(name).matches()) {
                groups.put(name, orEmpty(match.group(number)));
            }
        });
        for (int number = 0; number <= match.groupCount(); number++) {
            groups.put(String.valueOf(number), orEmpty(match.group(number)));
        }
        return new Captures(groups);
    }

    private static String orEmpty(@Nullable String captured) {
        return captured == null ? "" : captured;
    }

    /** These, and the earlier ones for names and numbers that these do not have. */
    public Captures over(Captures earlier) {
        Map<String, String> all = new LinkedHashMap<>(earlier.groups);
        all.putAll(groups);
        return new Captures(all);
    }

    /** About how much memory they take, in bytes. */
    public long bytes() {
        return groups.values().stream()
                .mapToLong(text -> (long) text.length() * Character.BYTES)
                .sum();
    }

    /** What was captured under a name or a number; absent: nothing. */
    public @Nullable String get(String name) {
        return groups.get(name);
    }

    /** The template with each reference replaced by what was captured; an unknown one by an empty text. */
    public String expand(Template template) {
        return template.expand(groups::get);
    }
}
