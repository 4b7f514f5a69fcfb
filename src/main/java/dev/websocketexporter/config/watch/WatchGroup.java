package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.watch.WatchSettings;
import java.util.List;

/**
 * An entry of {@code watch}.
 *
 * @param settings of the connections to each of its targets
 * @param targets those in the configuration itself
 * @param files where others are
 */
public record WatchGroup(WatchSettings settings, List<ListedTarget> targets, List<FilePattern> files) {
    public WatchGroup {
        targets = List.copyOf(targets);
        files = List.copyOf(files);
    }

    /** The label {@code watch}. */
    public String name() {
        return settings.name();
    }

    /** The same, opened by this module. */
    WatchGroup with(ProbeModule module) {
        return new WatchGroup(
                new WatchSettings(
                        settings.name(),
                        settings.moduleName(),
                        module,
                        settings.connections(),
                        settings.heartbeat(),
                        settings.reconnect(),
                        settings.maxLifetime(),
                        settings.messages(),
                        settings.send(),
                        settings.broadcast()),
                targets,
                files);
    }
}
