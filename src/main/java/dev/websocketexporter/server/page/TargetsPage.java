package dev.websocketexporter.server.page;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.Standing;
import dev.websocketexporter.server.recording.TargetRow;
import dev.websocketexporter.server.recording.WatchRows;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /}: rows of held connections and of probed targets, a filter, and a form to probe by hand. */
final class TargetsPage {
    static final String PATH = "/";

    /** What a screen shows and some more, so that it is seen at once; the script draws the others. */
    static final int FIRST_ROWS = 40;

    /** More would make a browser slow; those that are down come first. {@code overview.js} asks for as many. */
    private static final int MOST_ROWS = 1000;

    private static final List<String> COLUMNS =
            List.of("State", "Target", "History", "Last probe", "Duration", "Certificate");

    private final PageFrame frame;
    private final Supplier<Configuration> configuration;
    private final History history;
    private final WatchRows watch;
    private final Clock clock;

    TargetsPage(PageFrame frame, Supplier<Configuration> configuration, History history, WatchRows watch, Clock clock) {
        this.frame = frame;
        this.configuration = configuration;
        this.history = history;
        this.watch = watch;
        this.clock = clock;
    }

    void show(Context context) throws HttpErrorException {
        frame.answer(context, HttpStatus.OK, html(QueryParameters.parse(context.queryString())));
    }

    /** @param parameters {@code q}, {@code state} and {@code module} filter the rows */
    String html(QueryParameters parameters) throws HttpErrorException {
        RowFilter filter = RowFilter.of(parameters);
        return frame.html(PATH, "websocket_exporter", "overview.js", html -> write(html, filter));
    }

    private void write(Html html, RowFilter filter) {
        Instant now = clock.instant();
        int most = filter.allRows() ? MOST_ROWS : FIRST_ROWS;
        List<TargetRow> all = TargetRow.of(history.targets(now), now);
        List<TargetRow> chosen = all.stream().filter(filter::matches).toList();
        List<TargetRow> shown = chosen.subList(0, Math.min(chosen.size(), most));
        html.element("h1", "Targets").line();
        probeForm(html);
        filterForm(html, filter, all);
        html.element("p", "", "id", "trouble", "class", "warn", "role", "status");
        int left = chosen.size() - shown.size();
        if (watch.areConfigured()) {
            left += WatchSection.write(html, watch.rows(), filter, most, now);
            html.element("h2", "Probes");
        }
        html.element("p", summary(all, shown.size()), "id", "summary", "role", "status")
                .line();
        Drawings.legend(html);
        table(html, shown, now);
        if (left > 0 && !filter.allRows()) {
            html.open("p", "class", "needless")
                    .element(
                            "a",
                            left == 1 ? "One more row" : left + " more rows",
                            "href",
                            frame.link(PATH) + filter.queryOfAllRows())
                    .close("p");
        }
    }

    private void probeForm(Html html) {
        html.open("form", "id", "probe", "class", "probe-form", "action", frame.link("/probe"), "method", "get");
        html.element("label", "Probe", "for", "probe-target");
        html.open(
                "input",
                "id",
                "probe-target",
                "name",
                "target",
                "placeholder",
                "wss://example.com/chat",
                "required",
                "",
                "maxlength",
                "2048",
                "autocomplete",
                "off",
                "autocapitalize",
                "off",
                "spellcheck",
                "false");
        html.element("label", "with", "for", "probe-module");
        html.open("select", "id", "probe-module", "name", "module");
        configuration
                .get()
                .modules()
                .values()
                .forEach(module -> html.element("option", module.name(), "data-params", params(module)));
        html.close("select").open("input", "type", "hidden", "name", "debug", "value", "true");
        html.element("span", "", "id", "probe-params", "class", "params scripted");
        html.element("button", "Probe now", "class", "main").close("form");
        html.element("p", "", "id", "said", "role", "status")
                .element("div", "", "id", "result")
                .line();
    }

    /** What the script has a field for; absent: nothing. */
    private static @Nullable String params(ProbeModule module) {
        return module.params().isEmpty()
                ? null
                : module.params().stream().map(ModuleParam::parameter).collect(Collectors.joining(" "));
    }

    private void filterForm(Html html, RowFilter filter, List<TargetRow> all) {
        html.open(
                "form",
                "id",
                "filter",
                "class",
                "filter",
                "action",
                frame.link(PATH),
                "method",
                "get",
                "role",
                "search");
        html.open(
                "input",
                "name",
                "q",
                "type",
                "search",
                "value",
                filter.text(),
                "placeholder",
                "Filter by words",
                "aria-label",
                "words in target, module or failure");
        options(html, "state", "Every state", RowFilter.STATES, filter.state());
        Set<String> modules = Stream.concat(
                        configuration.get().modules().keySet().stream(),
                        all.stream().map(TargetRow::module))
                .collect(Collectors.toCollection(TreeSet::new));
        options(html, "module", "Every module", modules, filter.module());
        html.element("button", "Filter", "class", "needless");
        html.open("span", "class", "end scripted")
                .element(
                        "button",
                        "Live",
                        "id",
                        "live",
                        "type",
                        "button",
                        "aria-pressed",
                        "true",
                        "title",
                        "Whether this page updates by itself")
                .close("span");
        html.close("form").line();
    }

    private static void options(
            Html html, String name, String all, Iterable<String> values, @Nullable String selected) {
        html.open("select", "name", name, "aria-label", name);
        html.element("option", all, "value", "");
        for (String value : values) {
            html.element("option", value, "value", value, "selected", value.equals(selected) ? "" : null);
        }
        html.close("select");
    }

    static String summary(List<TargetRow> all, int shown) {
        if (all.isEmpty()) {
            return "No target has been probed yet.";
        }
        Map<String, Long> states = new LinkedHashMap<>();
        for (Standing state : Standing.values()) {
            states.put(
                    state.label(),
                    all.stream().filter(row -> row.standing() == state).count());
        }
        return RowCounts.words(states, shown);
    }

    private void table(Html html, List<TargetRow> rows, Instant now) {
        html.open("table", "class", "rows", "role", "table", "aria-label", "targets");
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        COLUMNS.forEach(column -> html.element("th", column, "role", "columnheader", "scope", "col"));
        html.close("tr")
                .close("thead")
                .open("tbody", "id", "rows", "role", "rowgroup")
                .line();
        TargetRowHtml writer = new TargetRowHtml(html, frame.link(""), now);
        rows.forEach(writer::row);
        html.close("tbody").close("table");
    }
}
