package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Scalar;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module of blackbox_exporter's http prober that asks for an upgrade by its header fields, and takes 101 for a success: what
 * people had before there was a websocket prober. Here the exporter asks for it, with a key of its own each time.
 */
final class HttpModule {
    private static final String SWITCHING_PROTOCOLS = "101";

    private final ReadContext context;
    private final List<Entry> websocket = new ArrayList<>();
    private Mapping httpConfig;

    private HttpModule(Mapping http, ReadContext context) {
        this.context = context;
        this.httpConfig = new Mapping(http.position(), List.of());
    }

    /** Whether it probes a WebSocket, as far as it can. */
    static boolean asksForAnUpgrade(Mapping module) {
        Mapping http = Edits.block(module, "http");
        return UpgradeFields.askForOne(Edits.block(http, "headers"))
                || UpgradeFields.askForOne(Edits.block(http, "http_headers"))
                || codes(http).anyMatch(SWITCHING_PROTOCOLS::equals);
    }

    private static Stream<String> codes(Mapping http) {
        return http.entry("valid_status_codes").stream()
                .flatMap(codes -> Edits.items(codes.value()).stream())
                .map(Edits::text);
    }

    static Mapping of(Mapping module, ReadContext context) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : module.entries()) {
            ReadContext here = context.child(entry.key());
            switch (entry.key()) {
                case "prober" -> kept.add(Edits.made(entry, "prober", "websocket", Scalar.Type.TEXT));
                case "http" -> {
                    Mapping http = Edits.block(module, "http");
                    kept.add(new Entry(
                            entry.position(), "websocket", new HttpModule(http, here).websocket(entry, http)));
                }
                case "websocket", "tcp", "dns", "icmp", "grpc", "unix" ->
                    here.warning(
                            entry.position(),
                            "left out: of another prober, and means nothing in this module (instead: nothing)");
                default -> {
                    if (!WebSocketModule.isNoTimeout(entry)) {
                        kept.add(entry);
                    }
                }
            }
        }
        return new Mapping(module.position(), kept);
    }

    /** A path of a module that was made here, as the file has it. */
    static String pathThere(String pathHere, String module) {
        String block = module + ".websocket";
        if (!pathHere.startsWith(block)) {
            return pathHere;
        }
        String rest = pathHere.substring(block.length());
        String inner = ".http_config";
        return module + ".http" + (rest.startsWith(inner) ? rest.substring(inner.length()) : rest);
    }

    private Mapping websocket(Entry block, Mapping http) {
        for (Entry entry : http.entries()) {
            if (HttpKeys.OF_WEBSOCKET.contains(entry.key())) {
                add(entry);
            } else if (HttpKeys.OF_HTTP_CONFIG.contains(entry.key())) {
                configure(withoutHandshake(entry));
            } else if (!HttpKeys.OTHERWISE.contains(entry.key())) {
                HttpKeys.tell(entry, context.child(entry.key()));
            }
        }
        tellMissingCodes(block, http);
        configure(redirects(block, http));
        http.entry("check_revoked")
                .filter(check -> Edits.isTrue(check.value()))
                .ifPresent(check -> tls(Edits.made(check, "crl_check", "true", Scalar.Type.BOOLEAN)));
        nameTheHost(http);
        Stream.of("headers", "http_headers")
                .flatMap(key -> UpgradeFields.compression(Edits.block(http, key)))
                .limit(1)
                .forEach(field -> websocket.add(Edits.made(field, "compression", "true", Scalar.Type.BOOLEAN)));
        websocket.add(new Entry(block.position(), "http_config", httpConfig));
        return new Mapping(block.value().position(), websocket);
    }

    private void add(Entry entry) {
        Entry edited = switch (entry.key()) {
            case "headers" -> withoutHandshake(entry);
            case "fail_if_header_not_matches" -> withoutAccept(entry);
            default -> entry;
        };
        if (!isEmpty(edited.value())) {
            websocket.add(edited);
        }
    }

    private static boolean isEmpty(YamlValue value) {
        return (value instanceof Mapping mapping && mapping.entries().isEmpty())
                || (value instanceof Sequence list && list.items().isEmpty());
    }

    private Entry withoutHandshake(Entry entry) {
        boolean areFields = entry.key().equals("headers") || entry.key().equals("http_headers");
        return areFields && entry.value() instanceof Mapping fields
                ? Edits.valued(entry, UpgradeFields.others(fields, context.child(entry.key())))
                : entry;
    }

    /** The exporter checks that field itself, and a rule is about the one key that the module always sent. */
    private static Entry withoutAccept(Entry entry) {
        return entry.value() instanceof Sequence rules
                ? Edits.valued(
                        entry,
                        new Sequence(
                                rules.position(),
                                rules.items().stream()
                                        .filter(rule -> !(rule instanceof Mapping fields
                                                && Edits.text(fields, "header")
                                                        .equalsIgnoreCase("Sec-WebSocket-Accept")))
                                        .toList()))
                : entry;
    }

    private void tellMissingCodes(Entry block, Mapping http) {
        if (codes(http).findAny().isEmpty()) {
            context.warning(
                    block.position(),
                    "has no valid_status_codes, which means 2xx there and 101 here (instead: valid_status_codes, if a"
                            + " refusal is right)");
        }
    }

    /** There, redirects are followed unless a key says otherwise. */
    private static Entry redirects(Entry block, Mapping http) {
        return http.entry("no_follow_redirects")
                .filter(key -> !key.value().isNone())
                .map(key -> Edits.made(
                        key, "follow_redirects", String.valueOf(!Edits.isTrue(key.value())), Scalar.Type.BOOLEAN))
                .or(() -> http.entry("follow_redirects"))
                .orElseGet(() -> Edits.made(block, "follow_redirects", "true", Scalar.Type.BOOLEAN));
    }

    /** There, a field Host counts for TLS too. */
    private void nameTheHost(Mapping http) {
        if (Edits.text(Edits.block(http, "tls_config"), "server_name").isEmpty()) {
            UpgradeFields.host(Edits.block(http, "headers"))
                    .map(host -> Edits.made(
                            host,
                            "server_name",
                            Edits.text(host.value()).replaceFirst(":[0-9]+$", ""),
                            Scalar.Type.TEXT))
                    .forEach(this::tls);
        }
    }

    private void tls(Entry entry) {
        Mapping before = Edits.block(httpConfig, "tls_config");
        configure(new Entry(entry.position(), "tls_config", Edits.with(before, entry)));
    }

    private void configure(Entry entry) {
        if (!isEmpty(entry.value())) {
            httpConfig = Edits.with(httpConfig, entry);
        }
    }
}
