package dev.websocketexporter.bench;

import dev.websocketexporter.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Runs Jazzer on each target, in turns, and adds up what it says. A target that was broken goes on at its next turn with
 * the corpus that it has by then.
 */
final class Fuzz {
    private static final Path ROOT = Path.of("target", "fuzz").toAbsolutePath();
    private static final Path PAGE = Path.of("docs", "security.md");
    private static final Duration DEFAULT = Duration.ofMinutes(15);

    /** Without the start, which takes longer: each target is played for a moment, two of them at a time. */
    private static final Duration QUICK_TURN = Duration.ofSeconds(2);

    /** A start costs some seconds of CPU time. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(3);

    private static final int QUICK_PROCESSES = 2;

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
    private static int run(Plan plan) throws IOException, InterruptedException {
        Map<FuzzTarget, FuzzFigures> figures = new EnumMap<>(FuzzTarget.class);
        for (int turn = 1; turn <= plan.turns; turn++) {
            play(plan, turn, figures);
            String report = report(figures);
            Files.writeString(ROOT.resolve("report.md"), report);
            if (turn == plan.turns) {
                System.out.print("\n" + report);
            }
        }
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

    private static void play(Plan plan, int turn, Map<FuzzTarget, FuzzFigures> figures) throws InterruptedException {
        ExecutorService processes = Executors.newFixedThreadPool(plan.processes);
        try {
            Map<FuzzTarget, Future<FuzzFigures>> turns = new EnumMap<>(FuzzTarget.class);
            for (FuzzTarget target : plan.targets) {
                turns.put(target, processes.submit(() -> new FuzzTurn(target, ROOT, plan.length).play(turn)));
            }
            for (Map.Entry<FuzzTarget, Future<FuzzFigures>> played : turns.entrySet()) {
                FuzzFigures more = played.getValue().get();
                figures.merge(played.getKey(), more, FuzzFigures::plus);
                System.out.println(played.getKey().label() + ": " + more);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a turn could not be played: " + e.getCause(), e);
        } finally {
            processes.shutdownNow();
        }
    }

    private static String report(Map<FuzzTarget, FuzzFigures> figures) {
        Table table =
                new Table("target", "executions", "executions/s", "coverage edges", "new corpus entries", "findings");
        figures.forEach((target, figure) -> table.row(figure.cells(target.label())));
        table.row(figures.values().stream()
                .reduce(FuzzFigures.NONE, FuzzFigures::plusOther)
                .cells("all"));
        return table.text();
    }

    /** What is asked for. */
    private record Plan(List<FuzzTarget> targets, int turns, Duration length, int processes, boolean writes) {
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
                    whole = Duration.ofMinutes(Long.parseLong(arguments[i]));
                } else {
                    targets.add(target(arguments[i]));
                }
            }
            List<FuzzTarget> chosen = targets.isEmpty() ? List.of(FuzzTarget.values()) : targets;
            if (quick) {
                return new Plan(chosen, 1, QUICK_TURN, QUICK_PROCESSES, writes);
            }
            Duration each = whole.dividedBy(chosen.size());
            int turns = (int) (each.plus(LONGEST_TURN).minusNanos(1).dividedBy(LONGEST_TURN));
            return new Plan(chosen, turns, each.dividedBy(turns), 1, writes);
        }

        private static FuzzTarget target(String name) {
            return Arrays.stream(FuzzTarget.values())
                    .filter(target -> target.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no target " + name + " (expected: --quick, --minutes N, --write, "
                                    + Arrays.stream(FuzzTarget.values())
                                            .map(FuzzTarget::label)
                                            .collect(Collectors.joining(", "))
                                    + ")"));
        }
    }
}
