package dev.websocketexporter.render.terminal;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.IpText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The causes of failures, as the tables of {@code docs/runbook.md} have them. The jar has them as a file of rows that a
 * test makes of that page and holds against it: table, key, cause, sign, what to try, with tabs between.
 */
public final class RunbookRows {
    private static final String RESOURCE = "runbook.tsv";
    private static final String PAGE =
            "https://github.com/websocketexporter/websocket_exporter/blob/main/docs/runbook.md";

    /** More of them would push the result off the screen. */
    private static final int MOST = 4;

    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern RANGE = Pattern.compile("([0-9]+)-([0-9]+)");

    private RunbookRows() {}

    /**
     * What to look at after a failure.
     *
     * @param rows the likeliest cause first; empty: the runbook has none
     * @param url the part of the runbook that says more
     */
    record Advice(List<Row> rows, String url) {}

    /**
     * One cause.
     *
     * @param sign what shows that it is this one; empty: nothing does
     * @param attempt what to try; empty: nothing
     */
    record Row(String cause, String sign, String attempt) {}

    /** The commands in them name the host and the port of the target. */
    static Advice forFailure(Failure failure, ProbeResult result) {
        Place place = place(failure, result);
        return new Advice(
                rows(place).stream()
                        .map(row -> new Row(row.cause(), filledIn(row.sign(), result), filledIn(row.attempt(), result)))
                        .limit(MOST)
                        .toList(),
                PAGE + "#" + place.anchor());
    }

    /**
     * Where the causes of a failure stand.
     *
     * @param table in the file of rows
     * @param key of the rows in it
     */
    private record Place(String table, String key, String anchor) {}

    private static Place place(Failure failure, ProbeResult result) {
        Phase phase = failure.phase();
        Reason reason = failure.reason();
        UpgradeReport upgrade = result.upgrade();
        CloseReport close = result.close();
        boolean ended = reason == Reason.CONNECTION_CLOSED || reason == Reason.CONNECTION_RESET;
        if (reason == Reason.EXPORTER_LIMIT && failure.limit() != null) {
            return new Place("limit", failure.limit().label(), "websocketexporterlimit");
        }
        if (reason == Reason.INTERNAL_ERROR) {
            return new Place("any", reason.label(), "any-phase");
        }
        if (reason == Reason.UNEXPECTED_STATUS && upgrade != null) {
            return new Place("status", String.valueOf(upgrade.statusCode()), "an-unexpected-status");
        }
        if (reason == Reason.CLOSED_BY_PEER && close != null && close.code() != null) {
            return new Place("code", String.valueOf(close.code()), "a-close-too-early");
        }
        return phase == Phase.UPGRADE && ended
                ? new Place("end", "", "an-end-instead-of-an-answer")
                : new Place(phase.label(), reason.label(), "phase-" + phase.label());
    }

    private static List<Row> rows(Place place) {
        try (InputStream resource = RunbookRows.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the jar has no " + RESOURCE);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(cells -> cells[0].equals(place.table()) && isAmong(place.key(), cells[1]))
                    .map(cells -> new Row(cells[2], cells[3], cells[4]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    private static boolean isAmong(String key, String keys) {
        return Arrays.stream(keys.split(",", -1)).anyMatch(one -> one.equals(key) || isWithin(key, one));
    }

    private static boolean isWithin(String key, String range) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || key.isEmpty() || !key.chars().allMatch(Character::isDigit)) {
            return false;
        }
        int number = Integer.parseInt(key);
        return number >= Integer.parseInt(matcher.group(1)) && number <= Integer.parseInt(matcher.group(2));
    }

    /** So that a command can be copied as it stands. */
    private static String filledIn(String cell, ProbeResult result) {
        Target target = result.request().target();
        return CODE.matcher(cell)
                .replaceAll(code -> Matcher.quoteReplacement(code.group()
                        .replaceAll("\\bHOST\\b", Matcher.quoteReplacement(target.host()))
                        .replaceAll("\\bPORT\\b", String.valueOf(target.port()))
                        .replaceAll("\\bADDRESS\\b", Matcher.quoteReplacement(address(result)))));
    }

    private static String address(ProbeResult result) {
        InetSocketAddress dialled = result.dialled();
        return dialled == null || dialled.getAddress() == null ? "ADDRESS" : IpText.of(dialled.getAddress());
    }
}
