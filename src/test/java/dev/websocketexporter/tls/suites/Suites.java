package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Judges the exporter with the suites that lie in a directory: {@code bench/suites [--list] [--peers] DIR...}. Exits with 1 when
 * something is wrongly accepted that is no exception, a rate is below its floor or a case costs too much; with 2 when there
 * is no suite.
 */
public final class Suites {
    private static final List<SuiteReader> READERS = List.of(
            new LimboReader(),
            new PkitsReader(),
            new WycheproofReader(),
            new CavsReader(),
            new BetterTlsReader("pathbuilding"),
            new BetterTlsReader("nameconstraints"),
            new BoringChainsReader(),
            new BoringConstraintsReader(),
            new BoringStaplesReader());

    private Suites() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(judge(
                List.of(args),
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8)));
    }

    /**
     * Does what the command does.
     *
     * @param out for the tables
     * @param err for what is wrong, a line each
     * @return its exit status
     */
    public static int judge(List<String> args, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        List<Path> directories =
                args.stream().filter(arg -> !arg.startsWith("--")).map(Path::of).toList();
        List<SuiteRun> runs = run(directories);
        if (runs.isEmpty()) {
            err.println(
                    "suites: no suite in " + directories
                            + " (expected: limbo.json, PKITS, Wycheproof's or CAVS test vectors, BetterTLS or BoringSSL's pki/testdata)");
            return 2;
        }
        out.print(table(runs));
        if (args.contains("--list")) {
            disagreements(runs).forEach(out::println);
        }
        if (args.contains("--peers")) {
            out.print("\n" + OtherClients.table(runs));
        }
        List<String> faults = faults(runs);
        faults.forEach(err::println);
        return faults.isEmpty() ? 0 : 1;
    }

    /** Runs each suite that is found. */
    static List<SuiteRun> run(List<Path> directories) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> below = Files.walk(directory)) {
                below.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        List<SuiteRun> runs = new ArrayList<>();
        for (SuiteReader reader : READERS) {
            List<SuiteCase> cases = reader.cases(files);
            if (!cases.isEmpty()) {
                runs.add(SuiteRun.of(reader.suite(), SuiteRules.of(reader.suite()), cases));
            }
        }
        return runs;
    }

    static String table(List<SuiteRun> runs) {
        StringBuilder table = new StringBuilder("| suite | cases | in scope | agree | refused for the right reason"
                + " | wrongly accepted (excepted) | wrongly refused (excepted) | slowest |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (SuiteRun run : runs) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d of %,d | %s | %s | %.0f ms |%n",
                    run.suite(),
                    run.cases().size(),
                    run.inScope(),
                    run.agree(),
                    run.forTheRightReason(),
                    run.rightlyRefused(),
                    withExcepted(run, SuiteRun.Outcome.WRONGLY_ACCEPTED),
                    withExcepted(run, SuiteRun.Outcome.WRONGLY_REFUSED),
                    run.slowestMillis()));
        }
        return table.toString();
    }

    private static String withExcepted(SuiteRun run, SuiteRun.Outcome outcome) {
        long excepted = run.cases().stream()
                .filter(judged -> judged.outcome() == outcome && judged.excepted())
                .count();
        return run.count(outcome) + (excepted == 0 ? "" : " (" + excepted + ")");
    }

    static List<String> faults(List<SuiteRun> runs) {
        return runs.stream()
                .flatMap(run -> run.faults().stream().map(fault -> run.suite() + ": " + fault))
                .toList();
    }

    private static List<String> disagreements(List<SuiteRun> runs) {
        return runs.stream()
                .flatMap(run -> run.cases().stream()
                        .filter(judged -> judged.disagrees()
                                || judged.outcome() == SuiteRun.Outcome.WRONG_REASON
                                || judged.isTooExpensive())
                        .map(judged -> run.suite() + ": " + judged.line()))
                .toList();
    }
}
