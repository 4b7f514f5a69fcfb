package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.idle.IdleConnection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a trial while it runs, on its thread. */
public interface Watcher {
    /**
     * Is called again and again, and when something has happened.
     *
     * @param elapsed since the trial began
     * @param connections those that are held now
     * @param pinged the interval of their pings; absent: they are silent
     */
    void follow(Duration elapsed, List<IdleConnection> connections, @Nullable Duration pinged);

    /** Whether nobody follows any more: then the trial ends soon. */
    boolean isGone();
}
