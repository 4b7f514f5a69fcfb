package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Hurts an exporter, started as the image starts it, in each way that has ended one before, then in all of them together,
 * while healthy targets are probed. Fails if one of these is reported as failed, if the process ends, or if
 * {@code /-/healthy} is late.
 */
final class Walls {
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration FULL = Duration.ofMinutes(1);
    private static final String CHOICE = "--wall=";
    private static final Path PAGE = Path.of("docs", "security.md");

    private Walls() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> flags = Set.of(arguments);
        Duration each = flags.contains("--quick") ? QUICK : FULL;
        Path directory = Path.of(
                        Optional.ofNullable(System.getenv("BENCH_WALLS")).orElse("target/bench/walls"))
                .toAbsolutePath();
        List<WallRound> rounds = new ArrayList<>();
        try (WallYard yard = WallYard.open(directory)) {
            List<Wall> walls = yard.walls().stream()
                    .filter(wall -> wall.name().contains(chosen(arguments)))
                    .toList();
            yard.settle();
            rounds.add(round(yard, "nothing else", List.of(), each.dividedBy(2)));
            for (Wall wall : walls) {
                rounds.add(round(yard, wall.name(), List.of(wall), each));
            }
            rounds.add(round(yard, "all of them together", walls, each.multipliedBy(2)));
            rounds.add(round(yard, "nothing else, afterwards", List.of(), each.dividedBy(2)));
            yard.end();
        }
        String report = report(rounds);
        System.out.print("\n" + report);
        if (flags.contains("--write")) {
            new Document(PAGE).write("walls", report);
            System.out.println("written: " + PAGE);
        }
        List<String> broken =
                rounds.stream().flatMap(round -> round.broken().stream()).toList();
        broken.forEach(line -> System.out.println("walls: " + line));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    /** {@code --wall=WORDS}: only those whose name has them; by default all. */
    private static String chosen(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(CHOICE))
                .map(argument -> argument.substring(CHOICE.length()))
                .findFirst()
                .orElse("");
    }

    private static WallRound round(WallYard yard, String name, List<Wall> walls, Duration length) throws IOException {
        WallRound round = yard.play(name, walls, length);
        System.out.println(round.line());
        return round;
    }

    private static String report(List<WallRound> rounds) {
        Table table = new Table(
                "what hurts it",
                "probes of it",
                "healthy probes",
                "of these failed",
                "their p99 (ms)",
                "`/-/healthy` p99 (ms)",
                "at most (ms)",
                "RSS (MiB)");
        rounds.forEach(round -> table.row(round.cells()));
        return table.text()
                + String.format(
                        Locale.ROOT,
                        "%nMeasured with the image's command line and user, on %d cores that the servers share.%n",
                        Runtime.getRuntime().availableProcessors());
    }
}
