package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a key that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /** A key of the same block that differs by a slip, then the same key elsewhere, then one that looks alike. */
    static String forUnknown(String name, Key.Block block) {
        return alike(name, block, key -> 1)
                .or(() -> elsewhere(name))
                .or(() -> alike(name, block, Suggestion::mostEdits))
                .map(meant -> "did you mean " + Printable.quoted(meant) + "?")
                .orElseGet(() -> "expected: one of " + builtKeys(block));
    }

    /** {@code a mapping with allow, deny}. */
    static String mappingOf(Key.Block block) {
        return "a mapping with the keys " + builtKeys(block);
    }

    private static String builtKeys(Key.Block block) {
        return block.members().stream()
                .filter(key -> key.status() == Key.Status.BUILT)
                .map(Key::name)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> alike(String name, Key.Block block, ToIntFunction<String> mostEdits) {
        return block.members().stream()
                .filter(key -> key.status() != Key.Status.IGNORED)
                .filter(key -> distance(name, key.name()) <= mostEdits.applyAsInt(key.name()))
                .min(Comparator.comparingInt(key -> distance(name, key.name())))
                .map(Key::name);
    }

    private static int mostEdits(String name) {
        return name.length() < 5 ? 1 : Math.min(3, name.length() / 3);
    }

    /** Keys that work come before others, and the outer before the inner. */
    private static Optional<String> elsewhere(String name) {
        return ConfigKeys.places().stream()
                .filter(place -> place.key().name().equals(name) && !name.equals(ConfigKeys.NAME))
                .min(Comparator.<ConfigKeys.Place, Key.Status>comparing(
                                place -> place.key().status())
                        .thenComparing(place -> place.path().length()))
                .map(ConfigKeys.Place::path);
    }

    /** Levenshtein's, with the swap of two neighbours as one edit; case and the kind of separator are no edit. */
    public static int distance(String left, String right) {
        String a = normalized(left);
        String b = normalized(right);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int cheapest(int[][] edits, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cheapest = List.of(edits[i - 1][j] + 1, edits[i][j - 1] + 1, edits[i - 1][j - 1] + (same ? 0 : 1)).stream()
                .min(Comparator.naturalOrder())
                .orElseThrow();
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cheapest, edits[i - 2][j - 2] + 1) : cheapest;
    }

    private static String normalized(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return cut.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
