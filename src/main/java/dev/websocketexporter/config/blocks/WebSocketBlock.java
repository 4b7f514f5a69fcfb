package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NetworkTypes;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.WordType;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code websocket}: its own keys, and those of the blocks about success and about the conversation. */
final class WebSocketBlock {
    static final Key.Value<IpProtocol> PREFERRED_IP_PROTOCOL = new Key.Value<>(
            "preferred_ip_protocol",
            NetworkTypes.IP_PROTOCOL,
            IpProtocol.IP6,
            "The family of addresses dialled first.");
    static final Key.Value<Boolean> IP_PROTOCOL_FALLBACK = new Key.Value<>(
            "ip_protocol_fallback",
            NumberTypes.BOOLEAN,
            true,
            "The other family is dialled when the name has no such address, or it is refused or unreachable.");
    static final Key.Value<InetAddress> SOURCE_IP_ADDRESS =
            Key.withoutDefault("source_ip_address", NetworkTypes.ADDRESS, "The local address that is dialled from.");
    static final Key.Value<List<InetSocketAddress>> NAMESERVERS = new Key.Value<>(
            "nameservers",
            ListType.of(NetworkTypes.NAME_SERVER, Rule.NO_REPETITION),
            List.of(),
            "Who is asked for the addresses of the target, instead of the hosts file and the system's name servers.");
    static final Key.Value<Which> ADDRESSES = new Key.Value<>(
            "addresses",
            new WordType<>("how many addresses are probed", List.of(Which.values()), WebSocketBlock::word),
            Which.FIRST,
            "Whether every address of the name is probed by itself, at the same time; then all must succeed.");
    static final Key.Value<List<RequestHeader>> HEADERS = new Key.Value<>(
            "headers",
            HeadersBlock.INSTANCE,
            List.of(),
            "Additional header fields of the upgrade request; a Sec-WebSocket-Protocol counts as subprotocols.",
            List.of(HeadersBlock.BLOCK));
    static final Key.Value<String> ORIGIN = Key.withoutDefault(
            "origin",
            TextTypes.line("one line such as https://app.example.com", HttpTypes.HEADER_LINE),
            "The value of Origin.");
    static final Key.Value<List<String>> SUBPROTOCOLS = new Key.Value<>(
            "subprotocols",
            ListType.of(HttpTypes.SUBPROTOCOL, Rule.NO_REPETITION),
            List.of(),
            "The subprotocols offered, the preferred one first.");
    static final Key.Value<HttpVersion> HTTP_VERSION = new Key.Value<>(
            "http_version",
            HttpTypes.VERSION,
            HttpVersion.HTTP_1_1,
            "The version of HTTP that the WebSocket is opened over; 2 is the extended CONNECT of RFC 8441.");
    static final Key.Block BLOCK = new Key.Block(
            "websocket",
            "What the probe requests from the server, and what counts as a success.",
            keys(List.of(
                    List.of(
                            PREFERRED_IP_PROTOCOL,
                            IP_PROTOCOL_FALLBACK,
                            SOURCE_IP_ADDRESS,
                            NAMESERVERS,
                            ADDRESSES,
                            HttpBlock.BLOCK,
                            HEADERS,
                            ORIGIN,
                            SUBPROTOCOLS,
                            HTTP_VERSION),
                    SuccessCriteriaBlock.ALL,
                    ConversationBlock.ALL)));

    private WebSocketBlock() {}

    private static List<Key> keys(List<List<Key>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    /**
     * A module with the settings of its block.
     *
     * @param timeout of the module; absent: none of its own
     */
    static ProbeModule read(String name, @Nullable Duration timeout, BlockReader websocket) {
        BlockReader http = websocket.block(HttpBlock.BLOCK);
        UpgradeSettings upgrade = upgrade(websocket, http);
        DialSettings dialing = dialing(websocket, http);
        ProxySettings proxy = ProxyBlock.read(http);
        return new ProbeModule(
                name,
                timeout,
                dialing,
                proxy,
                TlsBlock.readForTarget(http.block(TlsBlock.BLOCK), proxy.proxy()),
                upgrade,
                SuccessCriteriaBlock.read(websocket, upgrade.offersSubprotocols()),
                ConversationBlock.conversation(websocket),
                ConversationBlock.closing(websocket),
                ConversationBlock.attempts(websocket),
                List.of());
    }

    private static DialSettings dialing(BlockReader websocket, BlockReader http) {
        IpProtocol preferred = websocket.orDefault(PREFERRED_IP_PROTOCOL);
        boolean fallback = websocket.orDefault(IP_PROTOCOL_FALLBACK);
        InetAddress source = websocket.optional(SOURCE_IP_ADDRESS);
        if (source != null && !fallback && !preferred.includes(source)) {
            websocket.mistake(
                    SOURCE_IP_ADDRESS,
                    "is an address of " + preferred.other().label() + ", and only " + preferred.label()
                            + " is dialled (expected: preferred_ip_protocol: "
                            + preferred.other().label() + ")");
        }
        Which addresses = websocket.orDefault(ADDRESSES);
        if (addresses == Which.ALL && ProxyBlock.mayBeUsed(http)) {
            websocket.mistake(
                    ADDRESSES,
                    "cannot be all through a proxy, which looks the name up itself (expected: addresses: first, or no"
                            + " proxy in http_config)");
        }
        return new DialSettings(preferred, fallback, source, websocket.orDefault(NAMESERVERS), addresses);
    }

    private static String word(Which addresses) {
        return addresses.name().toLowerCase(Locale.ROOT);
    }

    private static UpgradeSettings upgrade(BlockReader websocket, BlockReader http) {
        List<RequestHeader> headers = headers(websocket, http);
        if (has(headers, "Origin")) {
            websocket.excludes(ORIGIN, "Origin in headers");
        }
        if (has(headers, "Authorization") && !CredentialsBlock.keysIn(http).isEmpty()) {
            BlockReader fields = has(websocket.orDefault(HEADERS), "Authorization") ? websocket : http;
            fields.mistake(
                    fields == websocket ? HEADERS : HttpBlock.HTTP_HEADERS,
                    "has Authorization besides " + CredentialsBlock.keysIn(http).get(0)
                            + " in http_config (expected: one of the two)");
        }
        HttpVersion version = websocket.orDefault(HTTP_VERSION);
        if (version == HttpVersion.HTTP_2) {
            checkForHttp2(websocket, HEADERS);
            checkForHttp2(http, HttpBlock.HTTP_HEADERS);
        }
        List<Value> subprotocols = subprotocols(headers, websocket);
        RequestHeader secret = HeadersBlock.withSecrets(subprotocols);
        return new UpgradeSettings(
                Stream.concat(
                                headers.stream().filter(header -> !header.hasName(HeadersBlock.SUBPROTOCOLS)),
                                Stream.ofNullable(secret))
                        .toList(),
                websocket.optional(ORIGIN),
                secret == null ? names(subprotocols) : List.of(),
                CredentialsBlock.read(http),
                http.orDefault(HttpBlock.FOLLOW_REDIRECTS),
                version);
    }

    /** RFC 9113 §8.2.2: a server treats such a request as malformed. */
    private static void checkForHttp2(BlockReader block, Key.Value<List<RequestHeader>> key) {
        for (RequestHeader header : block.orDefault(key)) {
            if (HttpTypes.isOfHttp1(header.name())) {
                block.mistake(
                        key,
                        "has " + header.name()
                                + ", which HTTP/2 has not (expected: without it, or http_version \"1.1\")");
            }
        }
    }

    /** Those of both keys. */
    private static List<RequestHeader> headers(BlockReader websocket, BlockReader http) {
        List<RequestHeader> headers = new ArrayList<>(websocket.orDefault(HEADERS));
        for (RequestHeader header : http.orDefault(HttpBlock.HTTP_HEADERS)) {
            if (has(headers, header.name())) {
                http.mistake(
                        HttpBlock.HTTP_HEADERS,
                        "has " + header.name() + ", which is in headers already (expected: in one of the two)");
            } else {
                headers.add(header);
            }
        }
        return headers;
    }

    /** A field Sec-WebSocket-Protocol among the headers counts as the key {@code subprotocols}. */
    private static List<Value> subprotocols(List<RequestHeader> headers, BlockReader websocket) {
        List<Value> subprotocols = websocket.orDefault(SUBPROTOCOLS).stream()
                .<Value>map(Value.Plain::new)
                .toList();
        return headers.stream()
                .filter(header -> header.hasName(HeadersBlock.SUBPROTOCOLS))
                .findFirst()
                .map(header -> {
                    websocket.excludes(SUBPROTOCOLS, HeadersBlock.SUBPROTOCOLS + " in headers");
                    return header.values();
                })
                .orElse(subprotocols);
    }

    private static List<String> names(List<Value> subprotocols) {
        return subprotocols.stream()
                .flatMap(value -> HttpTypes.subprotocols(((Value.Plain) value).text()).stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static boolean has(List<RequestHeader> headers, String name) {
        return headers.stream().anyMatch(header -> header.hasName(name));
    }

    static YamlSection write(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(PREFERRED_IP_PROTOCOL, module.dialing().preferred());
        section.put(IP_PROTOCOL_FALLBACK, module.dialing().fallback());
        section.put(SOURCE_IP_ADDRESS, module.dialing().source());
        section.put(NAMESERVERS, module.dialing().nameServers());
        section.put(ADDRESSES, module.dialing().addresses());
        section.put(HttpBlock.BLOCK, HttpBlock.write(module));
        section.put(HEADERS, module.upgrade().headers());
        section.put(ORIGIN, module.upgrade().origin());
        section.put(SUBPROTOCOLS, module.upgrade().subprotocols());
        section.put(HTTP_VERSION, module.upgrade().httpVersion());
        SuccessCriteriaBlock.write(module.verdict(), section);
        ConversationBlock.write(module, section);
        return section;
    }
}
