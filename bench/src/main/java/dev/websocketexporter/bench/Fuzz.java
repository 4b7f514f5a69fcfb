package dev.websocketexporter.bench;

import dev.websocketexporter.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs Jazzer on each target, in turns, and adds up what it says. A target that was broken goes on at its next turn with
 * the corpus that it has by then.
 */
final class Fuzz {
    private static final Path ROOT = Path.of("target", "fuzz").toAbsolutePath();
    private static final Path PAGE = Path.of("docs", "security.md");
    private static final Duration DEFAULT = Duration.ofMinutes(15);

    /** Without the start of the one process that it has. */
    private static final Duration QUICK = Duration.ofSeconds(25);

    /** A start costs ten seconds of CPU time. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(3);

    private Fuzz() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(run(Plan.of(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println("fuzz: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Returns the exit status. */
    private static int run(Plan plan) throws IOException {
        Map<String, FuzzFigures> figures = new LinkedHashMap<>();
        if (plan.quick) {
            play("all in one", FuzzTurn.ofAll(plan.targets, ROOT, QUICK), 1, figures);
        }
        for (int turn = 1; turn <= plan.turns; turn++) {
            for (FuzzTarget target : plan.targets) {
                play(target.label(), FuzzTurn.of(target, ROOT, plan.length), turn, figures);
            }
            Files.writeString(ROOT.resolve("report.md"), report(figures));
        }
        System.out.print("\n" + report(figures));
        if (plan.writes) {
            new Document(PAGE).write("fuzz", report(figures));
        }
        long findings =
                figures.values().stream().mapToLong(FuzzFigures::findings).sum();
        if (findings > 0) {
            System.out.println("fuzz: inputs that break a rule are in " + ROOT + "/TARGET/findings");
        }
        return findings == 0 ? 0 : 1;
    }

    private static void play(String name, FuzzTurn turn, int number, Map<String, FuzzFigures> figures)
            throws IOException {
        FuzzFigures more = turn.play(number);
        figures.merge(name, more, FuzzFigures::plus);
        System.out.println(name + ": " + more);
    }

    private static String report(Map<String, FuzzFigures> figures) {
        Table table =
                new Table("target", "executions", "executions/s", "coverage edges", "new corpus entries", "findings");
        figures.forEach((name, figure) -> table.row(figure.cells(name)));
        if (figures.size() > 1) {
            table.row(figures.values().stream()
                    .reduce(FuzzFigures.NONE, FuzzFigures::plusOther)
                    .cells("all"));
        }
        return table.text();
    }

    /** What is asked for. */
    private record Plan(List<FuzzTarget> targets, int turns, Duration length, boolean quick, boolean writes) {
        private static final String EXPECTED = " (expected: --quick, --minutes N, --write, "
                + Arrays.stream(FuzzTarget.values()).map(FuzzTarget::label).collect(Collectors.joining(", ")) + ")";

        static Plan of(String... arguments) {
            List<FuzzTarget> targets = new ArrayList<>();
            Duration whole = DEFAULT;
            boolean quick = false;
            boolean writes = false;
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].equals("--quick")) {
                    quick = true;
                } else if (arguments[i].equals("--write")) {
                    writes = true;
                } else if (arguments[i].equals("--minutes") && i + 1 < arguments.length) {
                    i++;
                    whole = Duration.ofMinutes(minutes(arguments[i]));
                } else {
                    targets.add(target(arguments[i]));
                }
            }
            List<FuzzTarget> chosen = targets.isEmpty() ? List.of(FuzzTarget.values()) : targets;
            Duration each = whole.dividedBy(chosen.size());
            int turns = (int) each.plus(LONGEST_TURN).minusNanos(1).dividedBy(LONGEST_TURN);
            return new Plan(chosen, quick ? 0 : turns, each.dividedBy(turns), quick, writes);
        }

        private static long minutes(String number) {
            if (!number.matches("[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException(number + " minutes (expected: a whole number from 1)");
            }
            return Long.parseLong(number);
        }

        private static FuzzTarget target(String name) {
            return Arrays.stream(FuzzTarget.values())
                    .filter(target -> target.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no target " + name + EXPECTED));
        }
    }
}
