package dev.websocketexporter.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many rows there are in each state, in words. */
final class RowCounts {
    private RowCounts() {}

    /**
     * A line such as {@code 3 targets: 2 up, 1 down; 2 shown}.
     *
     * @param states how many are in each, in the order in which they are named; none at all is left out
     * @param shown how many rows are shown of all
     */
    static String words(Map<String, Long> states, int shown) {
        List<String> counts = new ArrayList<>();
        long all = 0;
        for (Map.Entry<String, Long> state : states.entrySet()) {
            all += state.getValue();
            if (state.getValue() > 0) {
                counts.add(state.getValue() + " " + state.getKey());
            }
        }
        return all
                + (all == 1 ? " target: " : " targets: ")
                + String.join(", ", counts)
                + (shown < all ? "; " + shown + " shown" : "");
    }
}
