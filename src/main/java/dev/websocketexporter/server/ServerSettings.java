package dev.websocketexporter.server;

import com.google.re2j.Pattern;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.ProberLogging;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the HTTP server, from the flags.
 *
 * @param listenAddresses where to listen; at least one
 * @param externalUrl where users reach the exporter: its path begins every link on the page; absent: the route prefix
 *     does
 * @param routePrefix under which path the routes are, as {@link RoutePrefix#of} returns it; empty: the root
 * @param echo whether {@code /echo} exists
 * @param historyLimit how many probes are kept; 0: none
 * @param historyBytes about how much memory these may take; not negative
 * @param timeoutOffset what is taken off the scrape timeout, so that the answer arrives in time; not negative
 * @param maxConcurrent how many probes may run at once; at least 1
 * @param maxConnections how many connections of clients may be open at once; at least 1; further ones wait until another
 *     one is closed
 * @param proberLogging which lines about probes go to the exporter's log
 * @param corsOrigin the origins whose pages may read the API, whole; absent: only the exporter's own
 */
public record ServerSettings(
        List<ListenAddress> listenAddresses,
        @Nullable URI externalUrl,
        String routePrefix,
        boolean echo,
        int historyLimit,
        long historyBytes,
        Duration timeoutOffset,
        int maxConcurrent,
        int maxConnections,
        ProberLogging proberLogging,
        @Nullable Pattern corsOrigin) {
    public ServerSettings {
        listenAddresses = List.copyOf(listenAddresses);
        routePrefix = RoutePrefix.normalised(routePrefix);
        check(!listenAddresses.isEmpty(), "listen addresses: none (expected: at least one)");
        check(historyLimit >= 0, "history limit: " + historyLimit + " (expected: >= 0)");
        check(historyBytes >= 0, "bytes of the history: " + historyBytes + " (expected: >= 0)");
        check(!timeoutOffset.isNegative(), "timeout offset: " + timeoutOffset + " (expected: >= 0)");
        check(maxConcurrent >= 1, "concurrent probes: " + maxConcurrent + " (expected: >= 1)");
        check(maxConnections >= 1, "connections: " + maxConnections + " (expected: >= 1)");
    }

    /** With as many connections as there are, the history's usual memory, and the API for the exporter's own pages. */
    public ServerSettings(
            List<ListenAddress> listenAddresses,
            @Nullable URI externalUrl,
            String routePrefix,
            boolean echo,
            int historyLimit,
            Duration timeoutOffset,
            int maxConcurrent,
            ProberLogging proberLogging) {
        this(
                listenAddresses,
                externalUrl,
                routePrefix,
                echo,
                historyLimit,
                History.defaultBytes(),
                timeoutOffset,
                maxConcurrent,
                Integer.MAX_VALUE,
                proberLogging,
                null);
    }

    /** The same with these limits of what is done at once. */
    public ServerSettings within(int probes, int connections) {
        return new ServerSettings(
                listenAddresses,
                externalUrl,
                routePrefix,
                echo,
                historyLimit,
                historyBytes,
                timeoutOffset,
                probes,
                connections,
                proberLogging,
                corsOrigin);
    }

    /** The same with a history of this much memory. */
    public ServerSettings withHistoryBytes(long bytes) {
        return new ServerSettings(
                listenAddresses,
                externalUrl,
                routePrefix,
                echo,
                historyLimit,
                bytes,
                timeoutOffset,
                maxConcurrent,
                maxConnections,
                proberLogging,
                corsOrigin);
    }

    /**
     * The same with an API that pages of other origins may read.
     *
     * @param origins matches those as a whole; absent: none
     */
    public ServerSettings withCorsOrigin(@Nullable Pattern origins) {
        return new ServerSettings(
                listenAddresses,
                externalUrl,
                routePrefix,
                echo,
                historyLimit,
                historyBytes,
                timeoutOffset,
                maxConcurrent,
                maxConnections,
                proberLogging,
                origins);
    }

    /** What every link on the page begins with: empty, or a path without a trailing slash. */
    String linkPrefix() {
        return externalUrl == null ? routePrefix : RoutePrefix.pathOf(externalUrl);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
