package dev.websocketexporter.config.types;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How many typing mistakes make one name out of another. */
public final class EditDistance {
    private EditDistance() {}

    /**
     * Levenshtein's distance, with the swap of two neighbours as one edit. Upper and lower case, and
     * separators, make no difference; characters after the 64th do not count.
     */
    public static int between(String left, String right) {
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
