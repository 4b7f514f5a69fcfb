package dev.websocketexporter.app;

import dev.websocketexporter.cli.FlagRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flags in the order of {@code --help}: the name, the value and the meaning of each. */
enum Flag {
    CONFIG_FILE(
            Group.CONFIGURATION,
            "config.file",
            "FILE",
            "The modules and the target policy, as YAML. Without it: an embedded configuration with the modules"
                    + " websocket, websocket_ping, websocket_echo and websocket_http2."),
    CONFIG_CHECK(
            Group.CONFIGURATION,
            "config.check",
            "Check the configuration and exit: 0 when it can be used, 1 with every mistake on stderr when not."),
    CONFIG_ENABLE_AUTO_RELOAD(
            Group.CONFIGURATION,
            "config.enable-auto-reload",
            "Reload the configuration when the content of its file has changed."),
    CONFIG_AUTO_RELOAD_INTERVAL(
            Group.CONFIGURATION,
            "config.auto-reload-interval",
            "DURATION",
            "30s",
            "How often to check whether it has."),
    WEB_LISTEN_ADDRESS(
            Group.ENDPOINTS,
            "web.listen-address",
            "[HOST]:PORT",
            ":10115",
            "Where to listen; may be given several times."),
    WEB_CONFIG_FILE(
            Group.ENDPOINTS,
            "web.config.file",
            "FILE",
            "TLS, client certificates, passwords, header fields and a rate limit for all endpoints, in the format of"
                    + " Prometheus' exporter-toolkit; read again when it changes."),
    WEB_EXTERNAL_URL(
            Group.ENDPOINTS,
            "web.external-url",
            "URL",
            "The URL by which users reach the exporter, when that goes through a reverse proxy; the links on its"
                    + " pages begin with it."),
    WEB_ROUTE_PREFIX(
            Group.ENDPOINTS,
            "web.route-prefix",
            "PATH",
            "The path under which all endpoints live. Default: that of the external URL"),
    WEB_ENABLE_ECHO(
            Group.ENDPOINTS,
            "web.enable-echo",
            "Serve WebSocket echo at /echo, for a first probe. This is the default."),
    NO_WEB_ENABLE_ECHO(Group.ENDPOINTS, "no-web.enable-echo", "Do not serve /echo."),
    WEB_CORS_ORIGIN(
            Group.ENDPOINTS,
            "web.cors.origin",
            "REGEXP",
            "Pages of the origins that this matches as a whole may use the API, such as"
                    + " https://(status|ops)\\.example\\.com. Without it: none but the exporter's own."),
    TIMEOUT_OFFSET(
            Group.PROBES,
            "timeout-offset",
            "SECONDS",
            "0.5",
            "Seconds subtracted from the scrape timeout of Prometheus, so that the answer arrives in time."),
    PROBE_MAX_CONCURRENT(
            Group.PROBES,
            "probe.max-concurrent",
            "NUMBER",
            "1000",
            "How many probes may run at once; more are answered with 503."),
    HISTORY_LIMIT(
            Group.PROBES,
            "history.limit",
            "NUMBER",
            "100",
            "How many recent probes are kept for the page, the API and /logs; failures are kept longer than successes."
                    + " 0: none."),
    HISTORY_MAX_BYTES(
            Group.PROBES,
            "history.max-bytes",
            "SIZE",
            "About how much memory they may take, such as 16MiB. Default: an eighth of the heap"),
    WATCH_SHARDS(
            Group.WATCH,
            "watch.shards",
            "NUMBER",
            "How many exporters share the watched targets by a hash of their URLs. Without it: this one has all."),
    WATCH_SHARD(Group.WATCH, "watch.shard", "NUMBER", "Which of these this exporter is, from 0."),
    LOG_LEVEL(Group.LOGGING, "log.level", "LEVEL", "info", "debug, info, warn or error."),
    LOG_FORMAT(Group.LOGGING, "log.format", "FORMAT", "logfmt", "logfmt or json."),
    LOG_PROBER(
            Group.LOGGING,
            "log.prober",
            "LEVEL",
            "From which level on the probes' own lines are logged: none, debug, info, warn or error. Default: a line"
                    + " when a target starts or stops failing"),
    VERSION(Group.OTHER, "version", "Print the version."),
    HELP(Group.OTHER, "help", "Print this help.");

    /** A section of {@code --help}. */
    enum Group {
        CONFIGURATION("Configuration"),
        ENDPOINTS("The exporter's own endpoints"),
        PROBES("Probes"),
        WATCH("Connections that are held open"),
        LOGGING("Logging, to stderr"),
        OTHER("Other");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    static final String HELP_IN_SHORT = "-h";

    private final Group group;
    private final String longName;
    private final @Nullable String label;
    private final @Nullable String fallback;
    private final String description;

    /** A flag without a value. */
    Flag(Group group, String longName, String description) {
        this.group = group;
        this.longName = longName;
        this.label = null;
        this.fallback = null;
        this.description = description;
    }

    /** A flag whose value is absent unless given. */
    Flag(Group group, String longName, String label, String description) {
        this.group = group;
        this.longName = longName;
        this.label = label;
        this.fallback = null;
        this.description = description;
    }

    /** A flag with a default. */
    Flag(Group group, String longName, String label, String fallback, String description) {
        this.group = group;
        this.longName = longName;
        this.label = label;
        this.fallback = fallback;
        this.description = description + " Default: " + fallback;
    }

    Group group() {
        return group;
    }

    /** Without the dashes. */
    String longName() {
        return longName;
    }

    /** With the dashes. */
    String text() {
        return "--" + longName;
    }

    /** The placeholder of its value in {@code --help}; absent when it takes none. */
    @Nullable
    String label() {
        return label;
    }

    /** With the placeholder of its value, if it takes one. */
    String usage() {
        return label == null ? text() : text() + "=" + label;
    }

    /**
     * The value that holds unless one is given.
     *
     * @throws IllegalStateException when the flag has no default
     */
    String fallback() {
        if (fallback == null) {
            throw new IllegalStateException(this + " has no default");
        }
        return fallback;
    }

    String description() {
        return description;
    }

    /** As help and completion show it. */
    FlagRow row() {
        return new FlagRow(text(), this == HELP ? HELP_IN_SHORT : null, label, description, words());
    }

    static List<FlagRow> rows() {
        return Arrays.stream(values()).map(Flag::row).toList();
    }

    private List<String> words() {
        return switch (this) {
            case LOG_LEVEL -> List.of("debug", "info", "warn", "error");
            case LOG_FORMAT -> List.of("logfmt", "json");
            case LOG_PROBER -> List.of("none", "debug", "info", "warn", "error");
            default -> List.of();
        };
    }

    /** The flag with this name, dashes included; absent when there is none. */
    static @Nullable Flag of(String text) {
        if (text.equals(HELP_IN_SHORT)) {
            return HELP;
        }
        for (Flag flag : values()) {
            if (flag.text().equals(text)) {
                return flag;
            }
        }
        return null;
    }

    /** The only flag whose name begins with this; absent when there is none, or more than one. */
    static @Nullable Flag theOneBeginningWith(String firstPart) {
        Flag found = null;
        for (Flag flag : values()) {
            if (!firstPart.isEmpty() && flag.longName.startsWith(firstPart)) {
                if (found != null) {
                    return null;
                }
                found = flag;
            }
        }
        return found;
    }

    /** The flag that has this after one of its dots; absent when there is none. */
    static @Nullable Flag endingWith(String lastPart) {
        for (Flag flag : values()) {
            if (flag.longName.endsWith("." + lastPart)) {
                return flag;
            }
        }
        return null;
    }

    /** The command line cannot be used; the message is one line that says what is wrong and what is expected. */
    static final class BadFlagException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Control characters of an argument become a question mark. */
        BadFlagException(String message) {
            super(message.replaceAll("\\p{Cntrl}+", "?"));
        }
    }
}
