package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What other implementations say of the cases that are in scope: {@code bench/suites --peers DIR}. Only whether a chain is
 * accepted is compared, since each has its own reasons.
 */
final class OtherClients {
    private static final Path GO_PROGRAM = Path.of("bench", "peers", "verify.go");

    private OtherClients() {}

    private interface Maker {
        OtherClient make() throws IOException, InterruptedException;
    }

    /** Those that are installed; the others are named on the standard error. */
    private static List<OtherClient> present() throws InterruptedException {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put("Go", () -> new GoClient(GO_PROGRAM));
        makers.put("OpenSSL", OpensslClient::new);
        makers.put("the JDK", JdkClient::new);
        makers.put("Bouncy Castle", BouncyCastleClient::new);
        List<OtherClient> clients = new ArrayList<>();
        for (Map.Entry<String, Maker> maker : makers.entrySet()) {
            try {
                clients.add(maker.getValue().make());
            } catch (IOException e) {
                System.err.println("suites: without " + maker.getKey() + ": " + e.getMessage());
            }
        }
        return clients;
    }

    /** In Markdown: a row for each suite of chains, a column for each implementation. */
    static String table(List<SuiteRun> runs) throws IOException, InterruptedException {
        List<OtherClient> clients = present();
        StringBuilder table = new StringBuilder("| suite | in scope | exporter |");
        clients.forEach(client -> table.append(' ').append(client.name()).append(" |"));
        table.append("\n| --- |").append(" --- |".repeat(clients.size() + 2)).append('\n');
        for (SuiteRun run : runs) {
            Map<String, PresentedChain> chains = chains(run);
            if (!chains.isEmpty()) {
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %s |",
                        run.suite(),
                        chains.size(),
                        cell(run, chains, exporter(run))));
                for (OtherClient client : clients) {
                    System.err.println("suites: " + run.suite() + " with " + client.name());
                    table.append(' ')
                            .append(cell(run, chains, client.accepts(chains)))
                            .append(" |");
                }
                table.append('\n');
            }
        }
        return table.toString();
    }

    /** Of the cases in scope those that are a chain and no staple, by their ids. */
    private static Map<String, PresentedChain> chains(SuiteRun run) {
        Map<String, PresentedChain> chains = new LinkedHashMap<>();
        for (SuiteRun.Judged judged : run.cases()) {
            if (judged.outcome() != SuiteRun.Outcome.OUT_OF_SCOPE
                    && judged.which().judge() instanceof PresentedChain chain) {
                chains.put(judged.which().id(), chain);
            }
        }
        return chains;
    }

    private static Map<String, Boolean> exporter(SuiteRun run) {
        Map<String, Boolean> verdicts = new LinkedHashMap<>();
        run.cases().stream()
                .filter(judged -> judged.verdict() != null)
                .forEach(judged ->
                        verdicts.put(judged.which().id(), judged.verdict().accepted()));
        return verdicts;
    }

    private static String cell(SuiteRun run, Map<String, PresentedChain> chains, Map<String, Boolean> accepts) {
        int agree = 0;
        int wronglyAccepted = 0;
        for (SuiteRun.Judged judged : run.cases()) {
            SuiteCase which = judged.which();
            if (!chains.containsKey(which.id())) {
                continue;
            }
            boolean accepted = accepts.getOrDefault(which.id(), false);
            agree += accepted == which.acceptable() ? 1 : 0;
            wronglyAccepted += accepted && !which.acceptable() ? 1 : 0;
        }
        return String.format(Locale.ROOT, "%,d", agree)
                + (wronglyAccepted == 0 ? "" : String.format(Locale.ROOT, " (%,d accepted)", wronglyAccepted));
    }
}
