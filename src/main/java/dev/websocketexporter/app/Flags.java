package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.RoutePrefix;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.server.recording.ProberLogging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. Made by {@link CommandLineParser}. */
final class Flags {
    private static final int MOST_OF_ANYTHING = 100_000;

    private final GivenFlags given;
    private final @Nullable Path configurationFile;
    private final Duration autoReloadInterval;
    private final List<ListenAddress> listenAddresses;
    private final @Nullable URI externalUrl;
    private final @Nullable String routePrefix;
    private final Duration timeoutOffset;
    private final int maxConcurrent;
    private final int historyLimit;
    private final Level logLevel;
    private final LogFormat logFormat;
    private final ProberLogging proberLogging;

    /** Converts all values, so that each mistake is found before anything is done. */
    Flags(GivenFlags given) throws BadFlagException {
        this.given = given;
        FlagValue file = given.optional(Flag.CONFIG_FILE);
        this.configurationFile = file == null ? null : FlagTypes.filePath(file);
        this.autoReloadInterval = FlagTypes.interval(given.value(Flag.CONFIG_AUTO_RELOAD_INTERVAL));
        this.listenAddresses = FlagTypes.listenAddresses(given.values(Flag.WEB_LISTEN_ADDRESS));
        FlagValue url = given.optional(Flag.WEB_EXTERNAL_URL);
        this.externalUrl = url == null ? null : FlagTypes.externalUrl(url);
        FlagValue prefix = given.optional(Flag.WEB_ROUTE_PREFIX);
        this.routePrefix = prefix == null ? null : FlagTypes.routePrefix(prefix);
        this.timeoutOffset = FlagTypes.seconds(given.value(Flag.TIMEOUT_OFFSET));
        this.maxConcurrent = FlagTypes.number(given.value(Flag.PROBE_MAX_CONCURRENT), 1, MOST_OF_ANYTHING);
        this.historyLimit = FlagTypes.number(given.value(Flag.HISTORY_LIMIT), 0, MOST_OF_ANYTHING);
        this.logLevel = FlagTypes.logLevel(given.value(Flag.LOG_LEVEL));
        this.logFormat = FlagTypes.logFormat(given.value(Flag.LOG_FORMAT));
        FlagValue prober = given.optional(Flag.LOG_PROBER);
        this.proberLogging = prober == null ? ProberLogging.STATE_CHANGES : FlagTypes.proberLogging(prober);
    }

    ConfigurationSource configuration() {
        return new ConfigurationSource(configurationFile, EngineSettings.tlsVersions());
    }

    /** How often to look whether the file has changed; absent: never. */
    @Nullable
    Duration autoReload() {
        return given.has(Flag.CONFIG_ENABLE_AUTO_RELOAD) ? autoReloadInterval : null;
    }

    /** Whether only the configuration is to be checked. */
    boolean configCheck() {
        return given.has(Flag.CONFIG_CHECK);
    }

    boolean version() {
        return given.has(Flag.VERSION);
    }

    boolean help() {
        return given.has(Flag.HELP);
    }

    Level logLevel() {
        return logLevel;
    }

    LogFormat logFormat() {
        return logFormat;
    }

    /**
     * What the flags say about the exporter's own doors.
     *
     * @throws IllegalArgumentException with one line, when the path of the external URL cannot be a route prefix
     */
    ServerSettings serverSettings() {
        return new ServerSettings(
                listenAddresses,
                externalUrl,
                RoutePrefix.of(routePrefix, externalUrl),
                !given.has(Flag.NO_WEB_ENABLE_ECHO),
                historyLimit,
                timeoutOffset,
                maxConcurrent,
                proberLogging);
    }
}
