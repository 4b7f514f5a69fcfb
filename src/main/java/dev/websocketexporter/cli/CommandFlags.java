package dev.websocketexporter.cli;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags of a command that probes: some or all of those of {@code probe}.
 *
 * @param command its name
 * @param rows what its help says of each, in the order of the flags
 */
record CommandFlags(String command, Map<ProbeFlag, FlagRow> rows) {
    static final CommandFlags PROBE = new CommandFlags("probe", rowsOfProbe());

    /** Without what is about several probes of the same kind: it makes several, each of its own kind. */
    static final CommandFlags DIAGNOSE = new CommandFlags("diagnose", rowsOfDiagnose());

    /** With how long connections are silent. */
    static final CommandFlags IDLE = new CommandFlags("idle", rowsOfIdle());

    CommandFlags {
        rows = Collections.unmodifiableMap(new EnumMap<>(rows));
    }

    private static Map<ProbeFlag, FlagRow> allRows() {
        Map<ProbeFlag, FlagRow> rows = new EnumMap<>(ProbeFlag.class);
        for (ProbeFlag flag : ProbeFlag.values()) {
            rows.put(flag, flag.row());
        }
        return rows;
    }

    private static Map<ProbeFlag, FlagRow> rowsOfProbe() {
        Map<ProbeFlag, FlagRow> rows = allRows();
        rows.keySet().removeAll(List.of(ProbeFlag.MAX, ProbeFlag.LENGTHS));
        return rows;
    }

    private static Map<ProbeFlag, FlagRow> rowsOfDiagnose() {
        Map<ProbeFlag, FlagRow> rows = rowsOfProbe();
        rows.keySet().removeAll(List.of(ProbeFlag.COUNT, ProbeFlag.INTERVAL));
        rows.put(ProbeFlag.OUTPUT, textOrJson());
        rows.put(
                ProbeFlag.TIMEOUT,
                new FlagRow(
                        ProbeFlag.TIMEOUT.row().name(),
                        null,
                        "DURATION",
                        "The most that each probe may take. Default: the timeout of the module, or else 10s",
                        List.of()));
        return rows;
    }

    private static Map<ProbeFlag, FlagRow> rowsOfIdle() {
        Map<ProbeFlag, FlagRow> rows = allRows();
        rows.keySet().removeAll(List.of(ProbeFlag.COUNT, ProbeFlag.INTERVAL, ProbeFlag.VERBOSE));
        rows.put(ProbeFlag.OUTPUT, textOrJson());
        return rows;
    }

    private static FlagRow textOrJson() {
        return new FlagRow(
                ProbeFlag.OUTPUT.row().name(),
                null,
                "FORMAT",
                "text for people, or json for scripts. Default: text",
                List.of("text", "json"));
    }

    /** The flag with this name, dashes included; absent when the command has none. */
    @Nullable
    ProbeFlag of(String name) {
        return rows.keySet().stream()
                .filter(flag -> flag.isCalled(name))
                .findFirst()
                .orElse(null);
    }

    /** The row of a flag that the command has. */
    FlagRow row(ProbeFlag flag) {
        FlagRow row = rows.get(flag);
        if (row == null) {
            throw new IllegalArgumentException(
                    flag + ": no flag of " + command + " (expected: one of " + rows.keySet() + ")");
        }
        return row;
    }

    List<FlagRow> list() {
        return List.copyOf(rows.values());
    }
}
