package dev.websocketexporter.app;

import org.jspecify.annotations.Nullable;

/** The flags that there are, in the order of {@code --help}: what each is called, takes and means. */
enum Flag {
    CONFIG_FILE(
            Group.CONFIGURATION,
            "config.file",
            "FILE",
            "The modules and the target policy, as YAML. Without it: an embedded configuration with the module"
                    + " websocket."),
    CONFIG_CHECK(
            Group.CONFIGURATION,
            "config.check",
            "Check the configuration and exit: 0 when it can be used, 1 with every mistake on stderr when not."),
    CONFIG_ENABLE_AUTO_RELOAD(
            Group.CONFIGURATION,
            "config.enable-auto-reload",
            "Reload the configuration when the content of its file has changed."),
    CONFIG_AUTO_RELOAD_INTERVAL(
            Group.CONFIGURATION, "config.auto-reload-interval", "DURATION", "30s", "How often to look whether it has."),
    WEB_LISTEN_ADDRESS(
            Group.DOORS, "web.listen-address", "[HOST]:PORT", ":10115", "Where to listen; may be given several times."),
    WEB_EXTERNAL_URL(
            Group.DOORS,
            "web.external-url",
            "URL",
            "The URL by which users reach the exporter, when that goes through a reverse proxy; the links on its"
                    + " pages begin with it."),
    WEB_ROUTE_PREFIX(
            Group.DOORS,
            "web.route-prefix",
            "PATH",
            "The path under which all endpoints live. Default: that of the external URL"),
    WEB_ENABLE_ECHO(
            Group.DOORS,
            "web.enable-echo",
            "Have a small echo server at /echo, for a first probe. This is the default."),
    NO_WEB_ENABLE_ECHO(Group.DOORS, "no-web.enable-echo", "Have no echo server."),
    TIMEOUT_OFFSET(
            Group.PROBES,
            "timeout-offset",
            "SECONDS",
            "0.5",
            "What is taken off the scrape timeout of Prometheus, so that the answer arrives in time."),
    PROBE_MAX_CONCURRENT(
            Group.PROBES,
            "probe.max-concurrent",
            "NUMBER",
            "1000",
            "How many probes may run at once; more are answered 503."),
    HISTORY_LIMIT(
            Group.PROBES,
            "history.limit",
            "NUMBER",
            "100",
            "How many recent probes are kept for the page and /logs; failures are kept longer than successes."),
    LOG_LEVEL(Group.LOGGING, "log.level", "LEVEL", "info", "debug, info, warn or error."),
    LOG_FORMAT(Group.LOGGING, "log.format", "FORMAT", "logfmt", "logfmt or json."),
    LOG_PROBER(
            Group.LOGGING,
            "log.prober",
            "LEVEL",
            "From which level on the probes' own lines are logged: none, debug, info, warn or error. Default: a line"
                    + " when a target begins or ceases to fail"),
    VERSION(Group.OTHER, "version", "Say which build this is."),
    HELP(Group.OTHER, "help", "Say this.");

    /** What belongs together in {@code --help}. */
    enum Group {
        CONFIGURATION("Configuration"),
        DOORS("The exporter's own doors"),
        PROBES("Probes"),
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

    /** One that is given or not. */
    Flag(Group group, String longName, String description) {
        this.group = group;
        this.longName = longName;
        this.label = null;
        this.fallback = null;
        this.description = description;
    }

    /** One with a value, which is absent unless given. */
    Flag(Group group, String longName, String label, String description) {
        this.group = group;
        this.longName = longName;
        this.label = label;
        this.fallback = null;
        this.description = description;
    }

    /** One with a value, and what that is unless given. */
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

    /** What stands for its value; absent when it takes none. */
    @Nullable
    String label() {
        return label;
    }

    /** With what stands for its value, if it takes one. */
    String usage() {
        return label == null ? text() : text() + "=" + label;
    }

    /**
     * Its value unless given.
     *
     * @throws IllegalStateException when it has none
     */
    FlagValue fallback() {
        if (fallback == null) {
            throw new IllegalStateException(this + " has no value of its own");
        }
        return new FlagValue(this, fallback);
    }

    String description() {
        return description;
    }

    /** The flag that is written so, dashes included; absent when there is none. */
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

    /** The flag whose name begins so; absent when there is none, or several. */
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
}
