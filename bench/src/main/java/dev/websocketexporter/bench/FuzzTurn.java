package dev.websocketexporter.bench;

import dev.websocketexporter.fuzz.Corpus;
import dev.websocketexporter.fuzz.EveryFuzz;
import dev.websocketexporter.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One process of Jazzer on one target. */
final class FuzzTurn {
    private static final Path SEEDS = Path.of("src", "test", "resources", "dev", "websocketexporter", "fuzz");
    private static final String OURS = "dev.websocketexporter.**";
    private static final String DETECTORS = "com.code_intelligence.jazzer.sanitizers.";

    private final String className;
    private final int longest;
    private final Path seeds;
    private final Path directory;
    private final Duration length;

    private FuzzTurn(String className, int longest, Path seeds, Path directory, Duration length) {
        this.className = className;
        this.longest = longest;
        this.seeds = seeds;
        this.directory = directory;
        this.length = length;
    }

    /** @param root has a directory for each target */
    static FuzzTurn of(FuzzTarget target, Path root, Duration length) {
        Path seeds = SEEDS.resolve(target.label());
        return new FuzzTurn(target.className(), target.longest(), seeds, root.resolve(target.label()), length);
    }

    /** The same for these targets in one process. */
    static FuzzTurn ofAll(List<FuzzTarget> targets, Path root, Duration length) throws IOException {
        Path seeds = Files.createDirectories(root.resolve("all").resolve("seeds"));
        for (FuzzTarget target : targets) {
            for (Path file : Corpus.files(target.label())) {
                Files.write(
                        seeds.resolve(target.label() + "-" + file.getFileName()),
                        EveryFuzz.inputOf(target, Corpus.read(file)));
            }
        }
        int longest = targets.stream().mapToInt(FuzzTarget::longest).max().orElseThrow();
        return new FuzzTurn(EveryFuzz.class.getName(), longest, seeds, root.resolve("all"), length);
    }

    /** Blocks until it is over. Its output is in a log with the number of the turn. */
    FuzzFigures play(int turn) throws IOException {
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        Path findings = Files.createDirectories(directory.resolve("findings"));
        long entries = count(corpus);
        long found = count(findings);
        long began = System.nanoTime();
        try (Child jazzer = Child.quiet(directory, "turn-" + turn, command(corpus, findings))) {
            int status = jazzer.awaitExit();
            FuzzFigures said = FuzzFigures.read(jazzer.said());
            long broken = count(findings) - found;
            if (status != 0 && broken == 0) {
                throw new IllegalStateException(
                        "Jazzer ended with status " + status + ", see " + directory.resolve("turn-" + turn + ".log"));
            }
            return said.with(Duration.ofNanos(System.nanoTime() - began), count(corpus) - entries, broken);
        }
    }

    private List<String> command(Path corpus, Path findings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer"));
        command.add("--target_class=" + className);
        command.add("--instrumentation_includes=" + OURS);
        command.add("--custom_hook_includes=" + OURS);
        // Bytes are all there is to mutate, and libFuzzer does that faster by itself.
        command.add("--mutator_framework=false");
        // A configuration may name any file, and its author is trusted with the expressions.
        command.add("--disabled_hooks=" + DETECTORS + "FilePathTraversal:" + DETECTORS + "FileSystemTraversal:"
                + DETECTORS + "RegexRoadblocks");
        command.add("--reproducer_path=" + directory);
        command.add("-artifact_prefix=" + findings + "/");
        command.add("-max_total_time=" + Math.max(1, length.toSeconds()));
        command.add("-max_len=" + longest);
        // Of the clock: each target bounds its CPU time itself, and other programs may have the cores.
        command.add("-timeout=300");
        command.add("-report_slow_units=300");
        command.add("-print_final_stats=1");
        command.add(corpus.toString());
        command.add(seeds.toString());
        return command;
    }

    private static long count(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.count();
        }
    }
}
