package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of the CAs on a path for names in DNS (RFC 5280 §4.2.1.10). A name that begins with a wildcard is judged
 * by every name that it can stand for. For one thread.
 */
final class DnsConstraints {
    /** A name, or, as Go takes it too, a dot and the name that all others must be below; or nothing, which all are below. */
    private static final Pattern WELL_FORMED = Pattern.compile("|\\.?[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63}){0,126}");

    /** What can be below a name: labels of printable characters, none of them empty. */
    private static final Pattern NAME = Pattern.compile("[!-~&&[^.]]++(?:\\.[!-~&&[^.]]++)*+");

    private static final String WILDCARD = "*.";

    /** Of each CA that permits some: one of them must hold. */
    private final List<List<String>> permitted = new ArrayList<>();

    private final List<String> excluded = new ArrayList<>();

    /** @throws IllegalArgumentException when a base is malformed */
    void permit(List<String> bases) {
        permitted.add(bases.stream().map(DnsConstraints::wellFormed).toList());
    }

    /** @throws IllegalArgumentException when the base is malformed */
    void exclude(String base) {
        excluded.add(wellFormed(base));
    }

    private static String wellFormed(String base) {
        String lower = absolute(base);
        if (!WELL_FORMED.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "the constraint " + Printable.excerpt(base) + " is malformed (expected: a DNS name)");
        }
        return lower;
    }

    /** In small letters and without the dot at the end, which says that nothing follows, as nothing does here anyway. */
    private static String absolute(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Why the name must not be in a certificate, in one line; absent: it may. */
    @Nullable
    String broken(String name) {
        String lower = absolute(name);
        for (String base : excluded) {
            if (reaches(lower, base)) {
                return "DNS name " + Printable.excerpt(name)
                        + (isBelow(lower, base) ? " is" : " can stand for a name that is") + " excluded (by "
                        + (base.isEmpty() ? "the empty name, which is all names" : base) + ")";
            }
        }
        if (!permitted.isEmpty() && !NAME.matcher(lower).matches()) {
            return "DNS name " + Printable.excerpt(name) + " is malformed, and so not permitted";
        }
        for (List<String> bases : permitted) {
            if (bases.stream().noneMatch(base -> isBelow(lower, base))) {
                return "DNS name " + Printable.excerpt(name) + " is not permitted";
            }
        }
        return null;
    }

    /** Whether the name, or one that its wildcard stands for, is below the base. A wildcard stands for one label. */
    private static boolean reaches(String name, String base) {
        if (isBelow(name, base)) {
            return true;
        }
        if (!name.startsWith(WILDCARD) || !base.endsWith(name.substring(1))) {
            return false;
        }
        String label = base.substring(0, base.length() - name.length() + 1);
        return !label.isEmpty() && label.indexOf('.') < 0;
    }

    private static boolean isBelow(String name, String base) {
        return base.isEmpty()
                || (base.startsWith(".") ? name.endsWith(base) : name.equals(base) || name.endsWith("." + base));
    }
}
