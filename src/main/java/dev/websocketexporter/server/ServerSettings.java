package dev.websocketexporter.server;

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
 * @param timeoutOffset what is taken off the scrape timeout, so that the answer arrives in time; not negative
 * @param maxConcurrent how many probes may run at once; at least 1
 * @param maxConnections how many connections of clients may be open at once; at least 1; further ones wait until another
 *     one is closed
 * @param proberLogging which lines about probes go to the exporter's log
 */
public record ServerSettings(
        List<ListenAddress> listenAddresses,
        @Nullable URI externalUrl,
        String routePrefix,
        boolean echo,
        int historyLimit,
        Duration timeoutOffset,
        int maxConcurrent,
        int maxConnections,
        ProberLogging proberLogging) {
    public ServerSettings {
        listenAddresses = List.copyOf(listenAddresses);
        routePrefix = RoutePrefix.normalised(routePrefix);
        check(!listenAddresses.isEmpty(), "listen addresses: none (expected: at least one)");
        check(historyLimit >= 0, "history limit: " + historyLimit + " (expected: >= 0)");
        check(!timeoutOffset.isNegative(), "timeout offset: " + timeoutOffset + " (expected: >= 0)");
        check(maxConcurrent >= 1, "concurrent probes: " + maxConcurrent + " (expected: >= 1)");
        check(maxConnections >= 1, "connections: " + maxConnections + " (expected: >= 1)");
    }

    /** With as many connections as there are. */
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
                timeoutOffset,
                maxConcurrent,
                Integer.MAX_VALUE,
                proberLogging);
    }

    /** The same with these limits of what is done at once. */
    public ServerSettings within(int probes, int connections) {
        return new ServerSettings(
                listenAddresses,
                externalUrl,
                routePrefix,
                echo,
                historyLimit,
                timeoutOffset,
                probes,
                connections,
                proberLogging);
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
