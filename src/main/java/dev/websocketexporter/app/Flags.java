package dev.websocketexporter.app;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.engine.TlsEngine;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.ProberLogging;
import dev.websocketexporter.server.RoutePrefix;
import dev.websocketexporter.server.ServerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Parsed by {@link CommandLineParser}; read-only for everybody else. */
@Command(
        name = "websocket_exporter",
        header = "Probes WebSocket servers from the outside and shows Prometheus what it finds.%n",
        customSynopsis = "java -jar websocket-exporter.jar [FLAG...]%n",
        footer = "%nA flag is written --flag=value or --flag value.",
        sortOptions = false,
        usageHelpWidth = 100)
final class Flags {
    @ArgGroup(order = 1, validate = false, heading = "Configuration:%n")
    private final ConfigurationFlags configuration = new ConfigurationFlags();

    @ArgGroup(order = 2, validate = false, heading = "%nThe exporter's own doors:%n")
    private final WebFlags web = new WebFlags();

    @ArgGroup(order = 3, validate = false, heading = "%nProbes:%n")
    private final ProbeFlags probe = new ProbeFlags();

    @ArgGroup(order = 4, validate = false, heading = "%nLogging, to stderr:%n")
    private final LogFlags log = new LogFlags();

    @ArgGroup(order = 5, validate = false, heading = "%nOther:%n")
    private final OtherFlags other = new OtherFlags();

    ConfigurationSource configuration() {
        return new ConfigurationSource(configuration.file, TlsEngine.preferred().versions());
    }

    /** How often to look whether the file has changed; absent: never. */
    @Nullable
    Duration autoReload() {
        return configuration.autoReload ? configuration.autoReloadInterval : null;
    }

    /** Whether only the configuration is to be checked. */
    boolean configCheck() {
        return configuration.check;
    }

    boolean version() {
        return other.version;
    }

    boolean help() {
        return other.help;
    }

    Level logLevel() {
        return log.level;
    }

    LogFormat logFormat() {
        return log.format;
    }

    /**
     * What the flags say about the exporter's own doors.
     *
     * @throws IllegalArgumentException with one line, when the path of the external URL cannot be a route prefix
     */
    ServerSettings serverSettings() {
        return new ServerSettings(
                web.listenAddresses,
                web.externalUrl,
                RoutePrefix.of(web.routePrefix, web.externalUrl),
                !web.noEcho,
                probe.historyLimit,
                probe.timeoutOffset,
                probe.maxConcurrent,
                log.prober);
    }

    /** Both of a pair that contradict each other; empty when none do. */
    List<String> contradiction() {
        return web.echo && web.noEcho ? List.of("--web.enable-echo", "--no-web.enable-echo") : List.of();
    }

    private static final class ConfigurationFlags {
        @Option(
                names = "--config.file",
                paramLabel = "FILE",
                converter = FlagTypes.FilePath.class,
                description = "The modules and the target policy, as YAML. Without it: an embedded configuration with"
                        + " the module websocket.")
        private @Nullable Path file;

        @Option(
                names = "--config.check",
                arity = "0",
                description = "Check the configuration and exit: 0 when it can be used, 1 with every mistake on stderr"
                        + " when not.")
        private boolean check;

        @Option(
                names = "--config.enable-auto-reload",
                arity = "0",
                description = "Reload the configuration when the content of its file has changed.")
        private boolean autoReload;

        @Option(
                names = "--config.auto-reload-interval",
                paramLabel = "DURATION",
                defaultValue = "30s",
                converter = FlagTypes.Interval.class,
                description = "How often to look whether it has. Default: ${DEFAULT-VALUE}")
        private Duration autoReloadInterval = Duration.ZERO;
    }

    private static final class WebFlags {
        @Option(
                names = "--web.listen-address",
                paramLabel = "[HOST]:PORT",
                defaultValue = ":10115",
                converter = FlagTypes.Listen.class,
                description = "Where to listen; may be given several times.%nDefault: ${DEFAULT-VALUE}")
        private List<ListenAddress> listenAddresses = List.of();

        @Option(
                names = "--web.external-url",
                paramLabel = "URL",
                converter = FlagTypes.ExternalUrl.class,
                description = "The URL by which users reach the exporter, when that goes through a reverse proxy; the"
                        + " links on its pages begin with it.")
        private @Nullable URI externalUrl;

        @Option(
                names = "--web.route-prefix",
                paramLabel = "PATH",
                converter = FlagTypes.Prefix.class,
                description = "The path under which all endpoints live. Default: that of the external URL")
        private @Nullable String routePrefix;

        @Option(
                names = "--web.enable-echo",
                arity = "0",
                description = "Have a small echo server at /echo, for a first probe. This is the default.")
        private boolean echo;

        @Option(names = "--no-web.enable-echo", arity = "0", description = "Have no echo server.")
        private boolean noEcho;
    }

    private static final class ProbeFlags {
        @Option(
                names = "--timeout-offset",
                paramLabel = "SECONDS",
                defaultValue = "0.5",
                converter = FlagTypes.Seconds.class,
                description = "What is taken off the scrape timeout of Prometheus, so that the answer arrives in time."
                        + " Default: ${DEFAULT-VALUE}")
        private Duration timeoutOffset = Duration.ZERO;

        @Option(
                names = "--probe.max-concurrent",
                paramLabel = "NUMBER",
                defaultValue = "1000",
                converter = FlagTypes.MaxConcurrent.class,
                description = "How many probes may run at once; more are answered 503. Default: ${DEFAULT-VALUE}")
        private int maxConcurrent;

        @Option(
                names = "--history.limit",
                paramLabel = "NUMBER",
                defaultValue = "100",
                converter = FlagTypes.HistoryLimit.class,
                description = "How many recent probes are kept for the page and /logs; failures are kept longer than"
                        + " successes. Default: ${DEFAULT-VALUE}")
        private int historyLimit;
    }

    private static final class LogFlags {
        @Option(
                names = "--log.level",
                paramLabel = "LEVEL",
                defaultValue = "info",
                converter = FlagTypes.LogLevel.class,
                description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}")
        private Level level = Level.INFO;

        @Option(
                names = "--log.format",
                paramLabel = "FORMAT",
                defaultValue = "logfmt",
                converter = FlagTypes.Format.class,
                description = "logfmt or json. Default: ${DEFAULT-VALUE}")
        private LogFormat format = LogFormat.LOGFMT;

        @Option(
                names = "--log.prober",
                paramLabel = "LEVEL",
                converter = FlagTypes.Prober.class,
                description = "From which level on the probes' own lines are logged: none, debug, info, warn or error."
                        + " Default: a line when a target begins or ceases to fail")
        private ProberLogging prober = ProberLogging.STATE_CHANGES;
    }

    private static final class OtherFlags {
        @Option(names = "--version", arity = "0", versionHelp = true, description = "Say which build this is.")
        private boolean version;

        @Option(
                names = {"-h", "--help"},
                arity = "0",
                usageHelp = true,
                description = "Say this.")
        private boolean help;
    }
}
