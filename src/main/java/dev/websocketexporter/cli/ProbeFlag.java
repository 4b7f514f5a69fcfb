package dev.websocketexporter.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The flags of {@code probe} and of the commands like it, in the order of their help: the one table that help, parser and
 * completion are made of. {@link CommandFlags} says which has which.
 */
enum ProbeFlag {
    MODULE("--module", null, "NAME", "The module of the configuration that says how to probe. Default: websocket"),
    CONFIG_FILE(
            "--config.file",
            null,
            FlagRow.FILE,
            "The configuration, as the exporter has it. Without it: the embedded one, with the modules websocket,"
                    + " websocket_ping, websocket_echo and websocket_http2."),
    OUTPUT(
            "--output",
            null,
            "FORMAT",
            "text for people, json for scripts, or metrics as Prometheus reads them. Default: text",
            "text",
            "json",
            "metrics"),
    MAX("--max", null, "DURATION", "The longest silence that is tried, from 1s to 30m. Default: 5m"),
    LENGTHS(
            "--lengths",
            null,
            "DURATIONS",
            "How long the connections are silent, such as 340s,350s,360s: at most 20, up to 30m each. Default: up to 20"
                    + " lengths to --max, each longer than the one before by the same ratio"),
    COUNT("--count", null, "NUMBER", "How many probes; 0: until Ctrl-C. More than one end with a summary. Default: 1"),
    INTERVAL("--interval", null, "DURATION", "From the beginning of one probe to that of the next. Default: 1s"),
    TIMEOUT(
            "--timeout",
            null,
            "DURATION",
            "The most that a probe may take. Default: the timeout of the module, or else 10s"),
    HEADER(
            "--header",
            "-H",
            "FIELD",
            "A header field of the upgrade request, 'Name: value'; may be given several times. Replaces the module's"
                    + " fields of that name; its value is never shown, except that of Host, Origin and User-Agent."),
    SUBPROTOCOL(
            "--subprotocol",
            null,
            "NAME",
            "A subprotocol to offer; may be given several times, the preferred one first. Replaces the module's."),
    SEND(
            "--send",
            null,
            "TEXT",
            "A text message to send after the upgrade. --send and --expect are steps in the order in which they are"
                    + " given, and replace those of the module."),
    EXPECT(
            "--expect",
            null,
            "REGEXP",
            "What the next message must match (RE2); ${1} in a later --send is what its first group matched."),
    INSECURE("--insecure", null, null, "Go on if the certificate is invalid; it is judged and shown all the same."),
    ADDRESS(
            "--address",
            null,
            "IP",
            "Connect to this address instead of looking the name up, which is still the one in Host and TLS."),
    HTTP_VERSION(
            "--http-version",
            null,
            "VERSION",
            "The version of HTTP that the WebSocket is opened over. Default: the module's",
            "1.1",
            "2"),
    VERBOSE("--verbose", "-v", null, "Show the whole log of the probe too, request and answer included."),
    HELP("--help", "-h", null, "Print this help.");

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type cannot say
    private final FlagRow row;

    ProbeFlag(String name, @Nullable String shortName, @Nullable String label, String description, String... words) {
        this.row = new FlagRow(name, shortName, label, description, Arrays.asList(words));
    }

    FlagRow row() {
        return row;
    }

    boolean hasValue() {
        return row.label() != null;
    }

    /** Whether it may be given several times. */
    boolean isRepeatable() {
        return this == HEADER || this == SUBPROTOCOL || this == SEND || this == EXPECT;
    }

    /** Whether this is its name, dashes included. */
    boolean isCalled(String name) {
        return row.name().equals(name) || name.equals(row.shortName());
    }

    @Override
    public String toString() {
        return row.name();
    }
}
