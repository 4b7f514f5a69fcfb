package dev.websocketexporter.render.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the terminal says to look at next is what the runbook says. */
class RunbookRowsTest {
    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Path ROWS = Path.of("src/main/resources/dev/websocketexporter/render/terminal/runbook.tsv");

    /** With {@code mvn test -Dgenerate}, the rows are written instead of compared. */
    private static final String WRITE = "generate";

    @Test
    void rowsAreMadeOfTheTablesOfTheRunbook() throws IOException {
        String made = String.join("\n", rows()) + "\n";
        if (System.getProperty(WRITE) != null) {
            Files.createDirectories(ROWS.getParent());
            Files.writeString(ROWS, made);
        }
        assertThat(Files.readString(ROWS))
                .as("%s; mvn test -D%s writes it", ROWS, WRITE)
                .isEqualTo(made);
    }

    static Stream<Failure> everyFailure() {
        return Arrays.stream(Reason.values())
                .flatMap(reason -> reason.phases().stream().map(phase -> new Failure(phase, reason, "detail")));
    }

    @ParameterizedTest
    @MethodSource("everyFailure")
    void everyFailureHasSomethingToLookAt(Failure failure) {
        RunbookRows.Advice advice =
                RunbookRows.forFailure(failure, result(failure, status(404), new CloseReport(1008, null, true)));
        assertThat(advice.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.cause()).isNotBlank().doesNotStartWith("see"));
        assertThat(advice.url()).matches("https://.*/docs/runbook.md#[a-z-]+");
    }

    @ParameterizedTest
    @EnumSource(ExporterLimit.class)
    void everyLimitHasSomethingToLookAt(ExporterLimit limit) {
        Failure failure = Failure.ofExporter(Phase.CONNECT, limit, "detail");
        assertThat(RunbookRows.forFailure(failure, result(failure, null, null)).rows())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, credentials are missing or expired",
        "302, ws where wss is wanted",
        "502, the server behind the proxy is down",
        "523, Cloudflare's path to the server"
    })
    void statusHasItsOwnCauses(int status, String cause) {
        Failure failure = new Failure(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "detail");
        RunbookRows.Advice advice = RunbookRows.forFailure(failure, result(failure, status(status), null));
        assertThat(advice.rows().get(0).cause()).startsWith(cause);
        assertThat(advice.url()).endsWith("#an-unexpected-status");
    }

    @ParameterizedTest
    @CsvSource({"1008, credentials", "3501, Centrifugo", "4406, GraphQL", "4999, the application's own"})
    void codeOfACloseHasItsOwnCauses(int code, String cause) {
        Failure failure = new Failure(Phase.CONVERSATION, Reason.CLOSED_BY_PEER, "detail");
        CloseReport close = new CloseReport(code, null, true);
        assertThat(RunbookRows.forFailure(failure, result(failure, status(101), close))
                        .rows())
                .anyMatch(row -> row.cause().startsWith(cause));
    }

    @Test
    void statusThatTheRunbookDoesNotKnowStillLeadsThere() {
        Failure failure = new Failure(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "detail");
        RunbookRows.Advice advice = RunbookRows.forFailure(failure, result(failure, status(299), null));
        assertThat(advice.rows()).isEmpty();
        assertThat(advice.url()).endsWith("#an-unexpected-status");
    }

    @Test
    void commandsNameTheTarget() {
        Failure failure = new Failure(Phase.RESOLVE, Reason.NAME_NOT_FOUND, "detail");
        assertThat(RunbookRows.forFailure(failure, result(failure, null, null)).rows())
                .anyMatch(row -> row.sign().contains("`dig chat.example.com`"));
    }

    private static UpgradeReport status(int code) {
        return new UpgradeReport(code, code == 101, null, List.of(), null);
    }

    private static ProbeResult result(Failure failure, @Nullable UpgradeReport upgrade, @Nullable CloseReport close) {
        try {
            ProbeRequest request = new ProbeRequest(
                    Target.parse("wss://chat.example.com:8443/socket"),
                    ProbeModule.withDefaults("websocket"),
                    null,
                    TargetPolicy.DEFAULT,
                    Duration.ofSeconds(10));
            return new ProbeResult(
                    request,
                    Instant.EPOCH,
                    new Outcome.Failed(failure),
                    new Timings(Duration.ZERO, Map.of()),
                    null,
                    null,
                    null,
                    upgrade,
                    null,
                    close,
                    1,
                    List.of());
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Table, key, cause, sign, what to try. Rows that only lead to another table are left out. */
    private static List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            table("## Phase " + phase.label()).forEach(cells -> add(rows, phase.label(), cells));
        }
        table("## Any phase").forEach(cells -> add(rows, "any", cells));
        table("## WebsocketExporterLimit").forEach(cells -> add(rows, "limit", cells));
        table("### An unexpected status").forEach(cells -> add(rows, "status", cells));
        table("### A Close too early").forEach(cells -> add(rows, "code", cells));
        table("### An end instead of an answer")
                .forEach(cells -> rows.add(String.join(
                        "\t",
                        "end",
                        "",
                        cells.get(2),
                        "plain: " + cells.get(0) + "; TLS: " + cells.get(1),
                        cells.get(3))));
        return rows;
    }

    /** With three columns, the last one is what to look at. */
    private static void add(List<String> rows, String table, List<String> cells) {
        boolean elsewhere = cells.get(1).startsWith("see ") || cells.get(1).startsWith("as ");
        if (!elsewhere) {
            rows.add(String.join(
                    "\t",
                    table,
                    key(cells.get(0)),
                    cells.get(1),
                    cells.size() > 3 ? cells.get(2) : "",
                    cells.get(cells.size() - 1)));
        }
    }

    /** {@code 301, 302} and {@code 3000 … 3499}, without what follows a colon. */
    private static String key(String cell) {
        return cell.replace("`", "").replaceFirst(":.*", "").replace(" … ", "-").replace(", ", ",");
    }

    /** The cells of the first table after a heading, without its head; links as words. */
    private static List<List<String>> table(String heading) throws IOException {
        String runbook = Files.readString(RUNBOOK);
        int begins = runbook.indexOf("\n" + heading + "\n");
        assertThat(begins).as(heading).isPositive();
        return runbook.substring(begins + heading.length() + 2)
                .lines()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> line.substring(2, line.length() - 2))
                .map(line -> Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                        .map(RunbookRowsTest::plain)
                        .toList())
                .toList();
    }

    private static String plain(String cell) {
        return cell.strip().replace("\\|", "|").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1 (runbook)");
    }
}
