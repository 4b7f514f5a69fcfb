package dev.websocketexporter.server.page;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.server.http.Routes;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.WatchRows;
import java.time.Clock;
import java.util.function.Supplier;

/** The pages for people and the files that these need. Safe for use by several threads. */
public final class Pages {
    private final PageFiles files = new PageFiles();
    private final TargetsPage targets;
    private final ProbePage probe;
    private final ModulesPage modules;

    /**
     * The pages.
     *
     * @param links what every link begins with; empty, or a path without a trailing slash
     */
    public Pages(String links, Supplier<Configuration> configuration, History history, WatchRows watch, Clock clock) {
        PageFrame frame = new PageFrame(links, files);
        this.targets = new TargetsPage(frame, configuration, history, watch, clock);
        this.probe = new ProbePage(frame, history);
        this.modules = new ModulesPage(frame, configuration);
    }

    public void addTo(Routes routes) {
        routes.get(TargetsPage.PATH, targets::show)
                .get(ProbePage.PATH, probe::show)
                .get(ModulesPage.PATH, modules::show)
                .get(PageFiles.PATH, files::serve);
    }
}
