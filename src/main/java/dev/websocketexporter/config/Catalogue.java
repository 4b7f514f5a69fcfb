package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.config.Key.NamedBlocks;
import dev.websocketexporter.config.Key.Status;
import dev.websocketexporter.config.Key.Unread;
import dev.websocketexporter.config.Key.Value;
import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.HeaderField;
import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.PolicyEntry;
import dev.websocketexporter.probe.TargetPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every key of the configuration file, defined once: name, type, default, range, help, and whether it is built. */
final class Catalogue {
    /** Stands in a path for a name that the user gives. */
    static final String NAME = "NAME";

    // modules.NAME.websocket.http_config.tls_config
    static final Value<Path> CA_FILE = value(
            "ca_file",
            AnchorFileType.INSTANCE,
            null,
            "The trusted roots, instead of those of the Java runtime; relative to the configuration file.");
    static final Value<String> SERVER_NAME = value(
            "server_name",
            ServerNameType.INSTANCE,
            null,
            "The name sent in TLS and looked for in the certificate, instead of the target's host.");
    static final Value<Boolean> INSECURE_SKIP_VERIFY = value(
            "insecure_skip_verify",
            BooleanType.INSTANCE,
            false,
            "A certificate that does not verify fails nothing; the metrics tell it all the same.");
    static final Block TLS_CONFIG = block(
            "tls_config",
            "How the server's certificate is judged.",
            keys(List.of(CA_FILE, SERVER_NAME, INSECURE_SKIP_VERIFY), PlannedKeys.TLS_CONFIG));

    // modules.NAME.websocket.http_config
    static final Unread ENABLE_HTTP2 = ignored("enable_http2", "A WebSocket is opened with HTTP/1.1.");
    static final Block HTTP_CONFIG = block(
            "http_config",
            "TLS, credentials and proxies, as in Prometheus and blackbox_exporter.",
            keys(List.of(TLS_CONFIG, ENABLE_HTTP2), PlannedKeys.HTTP_CONFIG));

    // modules.NAME.websocket
    static final Value<IpProtocol> PREFERRED_IP_PROTOCOL = value(
            "preferred_ip_protocol", IpProtocolType.INSTANCE, IpProtocol.IP6, "The family of addresses dialled first.");
    static final Value<Boolean> IP_PROTOCOL_FALLBACK = value(
            "ip_protocol_fallback",
            BooleanType.INSTANCE,
            true,
            "The other family is dialled when the name has no such address, or it is refused or unreachable.");
    static final Value<List<HeaderField>> HEADERS =
            value("headers", HeadersType.INSTANCE, List.of(), "Additional header fields of the upgrade request.");
    static final Value<String> ORIGIN = value("origin", OriginType.INSTANCE, null, "The value of Origin.");
    static final Value<List<String>> SUBPROTOCOLS = value(
            "subprotocols",
            ListType.of(SubprotocolType.INSTANCE, Rule.NO_REPETITION),
            List.of(),
            "The subprotocols offered, the preferred one first.");
    static final Value<List<Integer>> VALID_STATUS_CODES = value(
            "valid_status_codes",
            ListType.of(StatusCodeType.INSTANCE, Rule.NOT_EMPTY),
            List.of(101),
            "The status codes that count as a success.");
    static final Block WEBSOCKET = block(
            "websocket",
            "What is asked of the server, and what counts as a success.",
            keys(
                    List.of(
                            PREFERRED_IP_PROTOCOL,
                            IP_PROTOCOL_FALLBACK,
                            HTTP_CONFIG,
                            HEADERS,
                            ORIGIN,
                            SUBPROTOCOLS,
                            VALID_STATUS_CODES),
                    PlannedKeys.WEBSOCKET));

    // modules.NAME
    static final Value<String> PROBER =
            value("prober", ProberType.INSTANCE, ProberType.WEBSOCKET, "The kind of probe: there is one.");
    static final Value<Duration> TIMEOUT = value(
            "timeout",
            DurationType.POSITIVE,
            null,
            "The most that a probe may take; the scrape timeout holds besides.");
    static final Block MODULE = block(
            NAME,
            "Settings of a probe, chosen by the parameter module.",
            List.of(
                    PROBER,
                    TIMEOUT,
                    WEBSOCKET,
                    ignored("http", "Settings of another prober."),
                    ignored("tcp", "Settings of another prober."),
                    ignored("dns", "Settings of another prober."),
                    ignored("icmp", "Settings of another prober."),
                    ignored("grpc", "Settings of another prober."),
                    ignored("unix", "Settings of another prober.")));

    // target_policy
    static final Value<List<PolicyEntry>> ALLOW = value(
            "allow",
            ListType.of(PolicyEntryType.INSTANCE),
            TargetPolicy.DEFAULT.allow(),
            "With entries, a target must have its name or all its addresses here.");
    static final Value<List<PolicyEntry>> DENY = value(
            "deny",
            ListType.of(PolicyEntryType.INSTANCE),
            TargetPolicy.DEFAULT.deny(),
            "A target must have neither its name nor any of its addresses here; wins over allow.");
    static final Block TARGET_POLICY =
            block("target_policy", "Which targets may be probed at all.", List.of(ALLOW, DENY));

    static final NamedBlocks MODULES = new NamedBlocks("modules", "The modules by their names.", MODULE);
    static final Block ROOT = block("", "The file as a whole.", List.of(MODULES, TARGET_POLICY));

    private Catalogue() {}

    /**
     * A key at its place.
     *
     * @param path {@code modules.NAME.websocket.headers}
     */
    record Place(String path, Key key) {}

    /** Every key at every place, parents first. */
    static List<Place> places() {
        List<Place> places = new ArrayList<>();
        collect(ROOT, "", places);
        return places;
    }

    private static void collect(Key parent, String path, List<Place> places) {
        for (Key key : parent.members()) {
            String child = Shown.child(path, key.name());
            places.add(new Place(child, key));
            collect(key, child, places);
        }
    }

    private static <T> Value<T> value(String name, ValueType<T> type, @Nullable T defaultValue, String help) {
        return new Value<>(name, type, defaultValue, help);
    }

    private static Block block(String name, String help, List<Key> members) {
        return new Block(name, help, members);
    }

    private static Unread ignored(String name, String help) {
        return new Unread(name, Status.IGNORED, help, List.of());
    }

    private static List<Key> keys(List<Key> built, List<Key> planned) {
        List<Key> keys = new ArrayList<>(built);
        keys.addAll(planned);
        return keys;
    }
}
