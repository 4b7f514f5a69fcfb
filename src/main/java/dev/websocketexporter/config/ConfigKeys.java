package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.config.Key.NamedBlocks;
import dev.websocketexporter.config.Key.Value;
import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every key of the configuration file, defined once: name, type, default and help. */
final class ConfigKeys {
    /** Stands in a path for a name that the user gives. */
    static final String NAME = "NAME";

    // modules.NAME.websocket
    static final Value<IpProtocol> PREFERRED_IP_PROTOCOL = new Value<>(
            "preferred_ip_protocol", IpProtocolType.INSTANCE, IpProtocol.IP6, "The family of addresses dialled first.");
    static final Value<Boolean> IP_PROTOCOL_FALLBACK = new Value<>(
            "ip_protocol_fallback",
            BooleanType.INSTANCE,
            true,
            "The other family is dialled when the name has no such address, or it is refused or unreachable.");
    static final Value<InetAddress> SOURCE_IP_ADDRESS =
            Key.withoutDefault("source_ip_address", AddressType.INSTANCE, "The local address that is dialled from.");
    static final Value<List<RequestHeader>> HEADERS = new Value<>(
            "headers",
            HeadersType.INSTANCE,
            List.of(),
            "Additional header fields of the upgrade request; a Sec-WebSocket-Protocol counts as subprotocols.");
    static final Value<String> ORIGIN = Key.withoutDefault(
            "origin",
            new LineType("one line such as https://app.example.com", TextCheck.HEADER_LINE),
            "The value of Origin.");
    static final Value<List<String>> SUBPROTOCOLS = new Value<>(
            "subprotocols",
            ListType.of(SubprotocolType.INSTANCE, Rule.NO_REPETITION),
            List.of(),
            "The subprotocols offered, the preferred one first.");
    static final Block WEBSOCKET = new Block(
            "websocket",
            "What is asked of the server, and what counts as a success.",
            keys(List.of(
                    List.of(
                            PREFERRED_IP_PROTOCOL,
                            IP_PROTOCOL_FALLBACK,
                            SOURCE_IP_ADDRESS,
                            HttpKeys.BLOCK,
                            HEADERS,
                            ORIGIN,
                            SUBPROTOCOLS),
                    VerdictKeys.ALL,
                    ConversationKeys.ALL)));

    // modules.NAME
    static final Value<String> PROBER =
            new Value<>("prober", ProberType.INSTANCE, ProberType.WEBSOCKET, "The kind of probe: there is one.");
    static final Value<Duration> TIMEOUT = Key.withoutDefault(
            "timeout", DurationType.POSITIVE, "The most that a probe may take; the scrape timeout holds besides.");
    static final Block MODULE = new Block(
            NAME,
            "Settings of a probe, chosen by the parameter module.",
            List.of(
                    PROBER,
                    TIMEOUT,
                    WEBSOCKET,
                    Key.ignored("http", "Settings of another prober."),
                    Key.ignored("tcp", "Settings of another prober."),
                    Key.ignored("dns", "Settings of another prober."),
                    Key.ignored("icmp", "Settings of another prober."),
                    Key.ignored("grpc", "Settings of another prober."),
                    Key.ignored("unix", "Settings of another prober.")));

    // target_policy
    static final Value<List<PolicyEntry>> ALLOW = new Value<>(
            "allow",
            ListType.of(PolicyEntryType.INSTANCE),
            TargetPolicy.DEFAULT.allow(),
            "With entries, a target must have its name or all its addresses here.");
    static final Value<List<PolicyEntry>> DENY = new Value<>(
            "deny",
            ListType.of(PolicyEntryType.INSTANCE),
            TargetPolicy.DEFAULT.deny(),
            "A target must have neither its name nor any of its addresses here; wins over allow.");
    static final Block TARGET_POLICY =
            new Block("target_policy", "Which targets may be probed at all.", List.of(ALLOW, DENY));

    static final NamedBlocks MODULES = new NamedBlocks("modules", "The modules by their names.", MODULE);
    static final Block ROOT = new Block("", "The file as a whole.", List.of(MODULES, TARGET_POLICY));

    private ConfigKeys() {}

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
            String child = key.name().equals(Key.ENTRY) ? path + Key.ENTRY : Shown.child(path, key.name());
            places.add(new Place(child, key));
            collect(key, child, places);
        }
    }

    private static List<Key> keys(List<List<Key>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
