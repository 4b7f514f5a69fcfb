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
 * Hurts an exporter, started as the image starts it, in each way that has ended one before, then in many of them together,
 * while healthy targets are probed; then others that lack something, and one that is behind TLS and a password. Fails if a
 * healthy target is reported as failed, if the process ends, or if {@code /-/healthy} is late.
 */
final class Walls {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final Duration FULL = Duration.ofMinutes(1);

    /** So that the build does not take much longer for them. */
    private static final Duration QUICK_GUARDED = Duration.ofSeconds(2);

    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final int QUICK_FLOODS = 250;
    private static final int FLOODS = 1_000;
    private static final int QUICK_DRIBBLING = 500;
    private static final int DRIBBLING = 2_000;
    private static final String CHOICE = "--wall=";
    private static final Path PAGE = Path.of("docs", "security.md");

    private final WallYard yard;
    private final boolean quick;
    private final String chosen;
    private final List<WallRound> rounds = new ArrayList<>();

    private Walls(WallYard yard, boolean quick, String chosen) {
        this.yard = yard;
        this.quick = quick;
        this.chosen = chosen;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> flags = Set.of(arguments);
        Path directory = Path.of(
                        Optional.ofNullable(System.getenv("BENCH_WALLS")).orElse("target/bench/walls"))
                .toAbsolutePath();
        List<WallRound> rounds;
        String memory;
        try (WallYard yard = WallYard.open(directory)) {
            Walls walls = new Walls(yard, flags.contains("--quick"), chosen(arguments));
            memory = walls.open();
            walls.lacking();
            walls.guarded(WallWeb.make(directory));
            rounds = walls.rounds;
        }
        if (rounds.stream().allMatch(WallRound::isOfNothing)) {
            System.err.println("walls: no wall has " + String.join(" ", arguments)
                    + " in its name (expected: a part of a first cell of the table in " + PAGE + ")");
            System.exit(2);
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

    private Duration each() {
        return quick ? QUICK : FULL;
    }

    /** An exporter that everybody may ask. Returns what memory it had. */
    private String open() throws IOException {
        try (WalledExporter exporter = WalledExporter.start(yard.files(), Lack.NOTHING)) {
            settle(exporter);
            play(exporter, WallRound.NOTHING, List.of(), each().dividedBy(2));
            for (Wall wall : yard.walls(exporter, quick ? QUICK_FLOODS : FLOODS, quick ? QUICK_DRIBBLING : DRIBBLING)) {
                if (isChosen(wall.name())) {
                    play(exporter, wall.name(), List.of(wall), each());
                }
            }
            if (isWhole()) {
                play(
                        exporter,
                        "200 of these floods and all others but idle clients together",
                        yard.together(exporter),
                        each().multipliedBy(2));
            }
            play(exporter, WallRound.NOTHING + ", afterwards", List.of(), each().dividedBy(2));
            exporter.end();
            return exporter.memoryTitle();
        }
    }

    private boolean isChosen(String name) {
        return name.contains(chosen);
    }

    private boolean isWhole() {
        return chosen.isEmpty() && !quick;
    }

    /** Exporters that lack something, one for each. */
    private void lacking() throws IOException {
        if (!quick || !chosen.isEmpty()) {
            lacking(
                    Lack.DESCRIPTORS,
                    "1,024 descriptors for 1,000 floods and 5,000 idle clients",
                    yard.moreThanDescriptors());
        }
        lacking(Lack.DISK, "an output on a full disk", yard.talkative());
    }

    private void lacking(Lack lack, String name, Wall wall) throws IOException {
        if (!isChosen(name)) {
            return;
        }
        try (WalledExporter exporter = WalledExporter.start(yard.files(), lack)) {
            settle(exporter);
            play(exporter, name, List.of(wall), each());
            exporter.end();
        }
    }

    /** An exporter that is behind TLS and a password; one that is named, or in the full run. */
    private void guarded(WallWeb web) throws IOException {
        List<Wall> walls =
                yard.guarded(web).stream().filter(wall -> isChosen(wall.name())).toList();
        if (walls.isEmpty() || quick && chosen.isEmpty()) {
            return;
        }
        try (WalledExporter exporter = WalledExporter.guarded(yard.files(), web)) {
            settle(exporter);
            for (Wall wall : walls) {
                play(exporter, wall.name(), List.of(wall), quick ? QUICK_GUARDED : FULL);
            }
            if (isWhole()) {
                play(exporter, "all clients of TLS together", walls, FULL);
            }
            exporter.end();
        }
    }

    /** Until each healthy target has been probed with success once, so that the start is none of the walls. */
    private void settle(WalledExporter exporter) throws IOException {
        WallRound round = yard.play(exporter, "start", List.of(), SETTLING);
        if (!round.broken().isEmpty()) {
            System.out.println("start: " + round.broken());
        }
    }

    private void play(WalledExporter exporter, String name, List<Wall> walls, Duration length) throws IOException {
        WallRound round = yard.play(exporter, name, walls, length);
        System.out.println(round.line());
        rounds.add(round);
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
