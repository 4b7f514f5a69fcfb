package dev.websocketexporter.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            Each was measured in the version that stands here; another version may differ, and what is from its documentation says so.
            This project's tests play them: the module succeeds, and what goes wrong with one fails with the reason that stands there, and with these words in its detail.
            Where they play it only in `bench/servers`, or not at all, the day of the measurement and the reason are given.
            What is not mentioned is as RFC 6455 says: pings are answered with their payload, and a Close with its own code.

            Modules with a name are in [`config.example.yml`](../config.example.yml); other settings go under `websocket:` of a module of your own.
            What to do about each reason: [runbook.md](runbook.md#reasons-of-failure).
            This page is made from [`servers.yml`](servers.yml), which the tests read too.
            """;

    /** Between two of them. */
    private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?][\")]?) (?=[A-Z0-9`\"/])");

    private static final Map<String, String> TITLES = Map.of(
            "needs", "Needs",
            "ping", "Pings",
            "close", "Close",
            "limits", "Sizes",
            "idle", "Idle",
            "oddities", "Odd");

    private ServersPage() {}

    static String of(List<ServerRow> rows) {
        StringBuilder page = new StringBuilder(INTRODUCTION).append('\n');
        GROUPS.forEach(group -> page.append("- [" + group + "](#" + anchor(group) + "): "
                + rows.stream()
                        .filter(row -> row.group().equals(group))
                        .map(row -> "[" + row.name() + "](#" + anchor(row.name()) + ")")
                        .collect(Collectors.joining(", "))
                + "\n"));
        for (String group : GROUPS) {
            List<ServerRow> members =
                    rows.stream().filter(row -> row.group().equals(group)).toList();
            if (!members.isEmpty()) {
                page.append("\n## ").append(group).append('\n');
                members.forEach(row -> server(page, row));
            }
        }
        return page.toString();
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    private static void server(StringBuilder page, ServerRow row) {
        page.append("\n### ").append(row.name()).append("\n\n");
        page.append("Version ")
                .append(row.version())
                .append(", `")
                .append(row.target())
                .append("`.\n");
        row.module().ifPresent(module -> page.append("Module: `" + module + "`.\n"));
        if (!row.settings().isEmpty()) {
            page.append("Settings:\n\n```yaml\n" + yaml(row.settings()) + "\n```\n");
        }
        if (!row.why().isEmpty()) {
            page.append("Measured ").append(row.isPlayed() ? "in `bench/servers`" : "on " + row.tested());
            page.append(": ").append(sentence(row.why())).append('\n');
        }
        page.append('\n');
        ServerTable.WORDS.stream()
                .filter(row.words()::containsKey)
                .forEach(word -> page.append("- **" + TITLES.get(word) + ":** "
                        + SENTENCES.matcher(escaped(row.words().get(word))).replaceAll("\n  ")
                        + "\n"));
        if (!row.broken().isEmpty()) {
            page.append(row.words().isEmpty() ? "" : "\n");
            line(page, List.of("when something is wrong", "phase and reason", "the detail has"));
            line(page, List.of("---", "---", "---"));
            row.broken()
                    .forEach(broken -> line(
                            page,
                            List.of(
                                    escaped(broken.what()),
                                    "`" + broken.failure() + "`",
                                    escaped(String.join("; ", broken.told())))));
        }
    }

    private static String sentence(String words) {
        return escaped(words) + (words.endsWith(".") ? "" : ".");
    }

    /** What would be taken for HTML, which code is not. */
    private static String escaped(String words) {
        return words.strip().replace('\n', ' ').replaceAll("<(?=(?:[^`]*`[^`]*`)*[^`]*$)", "\\\\<");
    }

    private static void line(StringBuilder table, List<String> cells) {
        cells.forEach(cell -> table.append("| ")
                .append(cell.strip().replace("|", "\\|").replace('\n', ' '))
                .append(cell.isEmpty() ? "" : " "));
        table.append("|\n");
    }

    /** As a user may copy it. */
    private static String yaml(Map<String, Object> settings) {
        return dump(settings, DumperOptions.FlowStyle.BLOCK);
    }

    /** In one line. */
    static String flow(Map<String, Object> settings) {
        return dump(settings, DumperOptions.FlowStyle.FLOW);
    }

    private static String dump(Map<String, Object> settings, DumperOptions.FlowStyle style) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(style);
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
