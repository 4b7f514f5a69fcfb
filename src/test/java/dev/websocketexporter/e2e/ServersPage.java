package dev.websocketexporter.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Represent;
import org.yaml.snakeyaml.representer.Representer;

/** {@code docs/servers.md}, made from the table. */
final class ServersPage {
    static final Path FILE = Path.of("docs", "servers.md");

    /** In the order of the page. */
    static final List<String> GROUPS = List.of(
            "Messaging",
            "JavaScript",
            "Python",
            "Go",
            "Java and Kotlin",
            "Rust",
            "Ruby, PHP, Erlang and others",
            "Proxies",
            "Devices, desktops and tools");

    private static final String INTRODUCTION = """
            # Servers and their manners

            What real servers, libraries and proxies need of a module, and what of theirs looks like a fault and is none, or the other way round.
            Each line was measured with the version that stands in it, and no line is written from memory: another version may differ.
            "build" means that this project's tests play it: the module succeeds, and what goes wrong with it fails with the reason that stands here; "bench" means that `bench/servers` does.
            A date is the day on which it was measured.
            Where a column is empty, the server does as RFC 6455 says, or nothing was measured.

            The page is made from [`servers.yml`](servers.yml), which the tests read too.
            Modules with a name are in [`config.example.yml`](../config.example.yml); what stands in braces goes under `websocket:` of a module of your own.
            What to do about each reason: [runbook.md](runbook.md).
            """;

    private ServersPage() {}

    static String of(List<ServerRow> rows) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (String group : GROUPS) {
            List<ServerRow> members =
                    rows.stream().filter(row -> row.group().equals(group)).toList();
            if (!members.isEmpty()) {
                page.append("\n## ").append(group).append("\n\n");
                page.append(table(members));
                page.append(failures(members));
            }
        }
        return page.toString();
    }

    private static String table(List<ServerRow> rows) {
        StringBuilder table = new StringBuilder();
        line(table, List.of("server", "measured", "module", "needs", "pings", "close", "sizes", "idle", "oddities"));
        line(table, List.of("---", "---", "---", "---", "---", "---", "---", "---", "---"));
        for (ServerRow row : rows) {
            List<String> cells = new ArrayList<>(List.of(
                    row + " (" + row.from() + ")",
                    row.tested() + (row.why().isEmpty() ? "" : ": " + row.why()),
                    row.module().map(module -> "`" + module + "`").orElseGet(() -> "`" + flow(row.settings()) + "`")
                            + ", target `" + row.target() + "`"));
            ServerTable.WORDS.forEach(word -> cells.add(row.words().getOrDefault(word, "")));
            line(table, cells);
        }
        return table.toString();
    }

    /** What goes wrong with them, and how it is told. */
    private static String failures(List<ServerRow> rows) {
        if (rows.stream().allMatch(row -> row.broken().isEmpty())) {
            return "";
        }
        StringBuilder table = new StringBuilder("\nWhen something is wrong:\n\n");
        line(table, List.of("server", "what", "phase and reason", "the detail says"));
        line(table, List.of("---", "---", "---", "---"));
        for (ServerRow row : rows) {
            for (ServerRow.Broken broken : row.broken()) {
                line(
                        table,
                        List.of(
                                row.name(),
                                broken.what(),
                                "`" + broken.failure() + "`",
                                String.join("; ", broken.told())));
            }
        }
        return table.toString();
    }

    private static void line(StringBuilder table, List<String> cells) {
        cells.forEach(cell -> table.append("| ")
                .append(cell.strip().replace("|", "\\|").replace('\n', ' '))
                .append(cell.isEmpty() ? "" : " "));
        table.append("|\n");
    }

    /** In one line, as a user may copy it. */
    static String flow(Map<String, Object> settings) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(10_000);
        options.setSplitLines(false);
        return new Yaml(new Texts(options), options).dump(settings).strip();
    }

    /** A text with a NUL in it stays a text, which the library would make bytes of. */
    private static final class Texts extends Representer {
        Texts(DumperOptions options) {
            super(options);
            Represent usual = representers.get(String.class);
            representers.put(
                    String.class,
                    data -> StreamReader.isPrintable((String) data)
                            ? usual.representData(data)
                            : representScalar(Tag.STR, (String) data, DumperOptions.ScalarStyle.DOUBLE_QUOTED));
        }
    }
}
