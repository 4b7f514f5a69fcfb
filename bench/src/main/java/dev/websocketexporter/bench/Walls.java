package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WalledExporter.Lack;
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
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final Duration FULL = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final String CHOICE = "--wall=";
    private static final Path PAGE = Path.of("docs", "security.md");

    private Walls() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> flags = Set.of(arguments);
        boolean quick = flags.contains("--quick");
        Duration each = quick ? QUICK : FULL;
        Path directory = Path.of(
                        Optional.ofNullable(System.getenv("BENCH_WALLS")).orElse("target/bench/walls"))
                .toAbsolutePath();
        String chosen = chosen(arguments);
        List<WallRound> rounds = new ArrayList<>();
        String memory;
        try (WallYard yard = WallYard.open(directory)) {
            try (WalledExporter exporter = WalledExporter.start(yard.files(), Lack.NOTHING)) {
                Round round = (name, walls, length) -> rounds.add(shown(yard.play(exporter, name, walls, length)));
                settle(yard, exporter);
                round.play("nothing else", List.of(), each.dividedBy(2));
                for (Wall wall : yard.walls(exporter, quick ? 500 : 2_000)) {
                    if (wall.name().contains(chosen)) {
                        round.play(wall.name(), List.of(wall), each);
                    }
                }
                if (chosen.isEmpty() && !quick) {
                    round.play(
                            "200 of these floods and all others but idle clients together",
                            yard.together(exporter),
                            each.multipliedBy(2));
                }
                round.play("nothing else, afterwards", List.of(), each.dividedBy(2));
                memory = exporter.memoryTitle();
                exporter.end();
            }
            if ("file descriptors used up".contains(chosen) && !quick) {
                rounds.add(lacking(
                        yard,
                        Lack.DESCRIPTORS,
                        "1,024 descriptors for 1,000 floods and 5,000 idle clients",
                        yard.moreThanDescriptors(),
                        each));
            }
            if ("full disk".contains(chosen)) {
                rounds.add(lacking(yard, Lack.DISK, "an output on a full disk", yard.talkative(), each));
            }
        }
        String report = report(rounds, memory);
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

    /** Plays one round. */
    @FunctionalInterface
    private interface Round {
        void play(String name, List<Wall> walls, Duration length) throws IOException;
    }

    /** Until each healthy target has been probed with success once, so that the start is none of the walls. */
    private static void settle(WallYard yard, WalledExporter exporter) throws IOException {
        WallRound round = yard.play(exporter, "start", List.of(), SETTLING);
        if (!round.broken().isEmpty()) {
            System.out.println("start: " + round.broken());
        }
    }

    /** With an exporter of its own. */
    private static WallRound lacking(WallYard yard, Lack lack, String name, Wall wall, Duration each)
            throws IOException {
        try (WalledExporter exporter = WalledExporter.start(yard.files(), lack)) {
            settle(yard, exporter);
            WallRound round = shown(yard.play(exporter, name, List.of(wall), each));
            exporter.end();
            return round;
        }
    }

    private static WallRound shown(WallRound round) {
        System.out.println(round.line());
        return round;
    }

    private static String report(List<WallRound> rounds, String memory) {
        Table table = WallRound.table();
        rounds.forEach(round -> table.row(round.cells()));
        return table.text()
                + String.format(
                        Locale.ROOT,
                        "%nMeasured with the image's command line and user, and with the memory of the example's container, %s, on %d cores that the servers and those who ask share.%n",
                        memory,
                        Runtime.getRuntime().availableProcessors());
    }
}
