package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import com.google.re2j.Pattern;
import dev.websocketexporter.app.Flag.BadFlagException;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.RoutePrefix;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.ProberLogging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a command line, each converted to its type. Made by {@link CommandLineParser}. */
final class Flags {
    private static final int MOST_OF_ANYTHING = 100_000;

    private final Map<Flag, List<String>> given;
    private final @Nullable Path configurationFile;
    private final Duration autoReloadInterval;
    private final List<ListenAddress> listenAddresses;
    private final @Nullable Path webConfigurationFile;
    private final @Nullable URI externalUrl;
    private final @Nullable String routePrefix;
    private final Duration timeoutOffset;
    private final int maxConcurrent;
    private final int historyLimit;
    private final long historyBytes;
    private final @Nullable Pattern corsOrigin;
    private final Shard shard;
    private final Level logLevel;
    private final LogFormat logFormat;
    private final ProberLogging proberLogging;

    /**
     * Converts all values, so that each mistake is found before anything is done.
     *
     * @param given the values of each flag that is given, in their order; an empty text for a flag without a value
     */
    Flags(Map<Flag, List<String>> given) throws BadFlagException {
        this.given = given;
        FlagTypes.Value file = optional(Flag.CONFIG_FILE);
        this.configurationFile = file == null ? null : FlagTypes.filePath(file);
        this.autoReloadInterval = FlagTypes.interval(value(Flag.CONFIG_AUTO_RELOAD_INTERVAL));
        this.listenAddresses = FlagTypes.listenAddresses(values(Flag.WEB_LISTEN_ADDRESS));
        FlagTypes.Value webFile = optional(Flag.WEB_CONFIG_FILE);
        this.webConfigurationFile = webFile == null ? null : FlagTypes.filePath(webFile);
        FlagTypes.Value url = optional(Flag.WEB_EXTERNAL_URL);
        this.externalUrl = url == null ? null : FlagTypes.externalUrl(url);
        FlagTypes.Value prefix = optional(Flag.WEB_ROUTE_PREFIX);
        this.routePrefix = prefix == null ? null : FlagTypes.routePrefix(prefix);
        this.timeoutOffset = FlagTypes.seconds(value(Flag.TIMEOUT_OFFSET));
        this.maxConcurrent = FlagTypes.number(value(Flag.PROBE_MAX_CONCURRENT), 1, MOST_OF_ANYTHING);
        this.historyLimit = FlagTypes.number(value(Flag.HISTORY_LIMIT), 0, MOST_OF_ANYTHING);
        FlagTypes.Value bytes = optional(Flag.HISTORY_MAX_BYTES);
        this.historyBytes = bytes == null
                ? History.defaultBytes()
                : FlagTypes.bytes(bytes, Runtime.getRuntime().maxMemory() / 2);
        FlagTypes.Value origin = optional(Flag.WEB_CORS_ORIGIN);
        this.corsOrigin = origin == null ? null : FlagTypes.pattern(origin);
        this.shard = FlagTypes.shard(optional(Flag.WATCH_SHARDS), optional(Flag.WATCH_SHARD));
        this.logLevel = FlagTypes.logLevel(value(Flag.LOG_LEVEL));
        this.logFormat = FlagTypes.logFormat(value(Flag.LOG_FORMAT));
        FlagTypes.Value prober = optional(Flag.LOG_PROBER);
        this.proberLogging = prober == null ? ProberLogging.STATE_CHANGES : FlagTypes.proberLogging(prober);
    }

    /** Absent unless given. */
    private FlagTypes.@Nullable Value optional(Flag flag) {
        List<String> texts = given.get(flag);
        return texts == null ? null : new FlagTypes.Value(flag, texts.get(0));
    }

    private FlagTypes.Value value(Flag flag) {
        FlagTypes.Value value = optional(flag);
        return value == null ? new FlagTypes.Value(flag, flag.fallback()) : value;
    }

    private List<FlagTypes.Value> values(Flag flag) {
        return given.getOrDefault(flag, List.of(flag.fallback())).stream()
                .map(text -> new FlagTypes.Value(flag, text))
                .toList();
    }

    ConfigurationSource configuration() {
        return new ConfigurationSource(configurationFile, EngineSettings.tlsVersions(), shard);
    }

    /** Which of the watched targets are this exporter's. */
    Shard shard() {
        return shard;
    }

    /** The web configuration; absent: none. */
    @Nullable
    Path webConfiguration() {
        return webConfigurationFile;
    }

    /** How often to check whether the file has changed; absent: never. */
    @Nullable
    Duration autoReload() {
        return given.containsKey(Flag.CONFIG_ENABLE_AUTO_RELOAD) ? autoReloadInterval : null;
    }

    /** Whether only the configuration is to be checked. */
    boolean configCheck() {
        return given.containsKey(Flag.CONFIG_CHECK);
    }

    boolean version() {
        return given.containsKey(Flag.VERSION);
    }

    boolean help() {
        return given.containsKey(Flag.HELP);
    }

    Level logLevel() {
        return logLevel;
    }

    LogFormat logFormat() {
        return logFormat;
    }

    /**
     * The settings of the exporter's own endpoints.
     *
     * @throws IllegalArgumentException with one line, when the path of the external URL cannot be a route prefix
     */
    ServerSettings serverSettings() {
        return new ServerSettings(
                        listenAddresses,
                        externalUrl,
                        RoutePrefix.of(routePrefix, externalUrl),
                        !given.containsKey(Flag.NO_WEB_ENABLE_ECHO),
                        historyLimit,
                        timeoutOffset,
                        maxConcurrent,
                        proberLogging)
                .withHistoryBytes(historyBytes)
                .withCorsOrigin(corsOrigin);
    }
}
