package dev.websocketexporter.bench;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One way to hurt an exporter: so many probes at once, again when all have ended, and some trouble around them.
 *
 * @param name as the table shows it
 * @param queries of {@code /probe}, one for each probe, in turn; none: nothing is probed
 * @param atOnce how many probes
 * @param right what an answer may say: {@code success}, or a phase and a reason; a limit of the exporter's own and, since
 *     the peers get what processor time is left, a timeout after the connection are right always
 * @param trouble while it lasts
 */
record Wall(String name, List<String> queries, int atOnce, Set<String> right, WallTrouble trouble) {
    private static final Pattern ALWAYS_RIGHT =
            Pattern.compile("\\w+/exporter_limit|(tls|auth|processing|transfer)/timeout");

    /** One that only probes. */
    Wall(String name, List<String> queries, int atOnce, String... right) {
        this(name, queries, atOnce, Set.of(right), WallTrouble.NONE);
    }

    /** One that probes nothing. */
    Wall(String name, WallTrouble trouble) {
        this(name, List.of(), 0, Set.of(), trouble);
    }

    Wall with(WallTrouble other) {
        return new Wall(name, queries, atOnce, right, other);
    }

    static String query(String module, String target) {
        return "module=" + module + "&target=" + target;
    }

    /** The path of the probe with that number. */
    String path(int number) {
        return "/probe?" + queries.get(number % queries.size());
    }

    int probes() {
        return queries.isEmpty() ? 0 : atOnce;
    }

    /** Whether the answer says something of the target that is not so. */
    boolean blames(WallAnswer answer) {
        return answer.isResult() && !ALWAYS_RIGHT.matcher(answer.said()).matches() && !right.contains(answer.said());
    }
}
