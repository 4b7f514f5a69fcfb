package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A module of blackbox_exporter's websocket prober, which means the same here but for keys that mean nothing there either. */
final class WebSocketModule {
    private static final Set<String> BLOCKS_OF_OTHERS = Set.of("http", "tcp", "dns", "icmp", "grpc", "unix");

    /** Without one, there as here, the scrape timeout is the only limit. */
    private static final String NO_TIMEOUT = "0+(ns|us|µs|ms|s|m|h)?";

    private WebSocketModule() {}

    static Mapping of(Mapping module, ReadContext context) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : module.entries()) {
            ReadContext here = context.child(entry.key());
            if (BLOCKS_OF_OTHERS.contains(entry.key())) {
                here.warning(
                        entry.position(),
                        "left out: of another prober, and means nothing in a module of this one (instead: nothing)");
            } else if (entry.key().equals("websocket") && entry.value() instanceof Mapping websocket) {
                kept.add(Edits.valued(entry, websocket(websocket, here)));
            } else if (!isNoTimeout(entry)) {
                kept.add(entry);
            }
        }
        return new Mapping(module.position(), kept);
    }

    static boolean isNoTimeout(Entry entry) {
        return entry.key().equals("timeout") && Edits.text(entry.value()).matches(NO_TIMEOUT);
    }

    private static Mapping websocket(Mapping websocket, ReadContext context) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : websocket.entries()) {
            if (entry.key().equals("http_config") && entry.value() instanceof Mapping http) {
                kept.add(Edits.valued(entry, http(http)));
            } else if (entry.key().equals("query_response") && entry.value() instanceof Sequence steps) {
                kept.add(Edits.valued(entry, steps(steps, context.child(entry.key()))));
            } else {
                kept.add(entry);
            }
        }
        return new Mapping(websocket.position(), kept);
    }

    /** There as here, the upgrade is one of HTTP/1.1 whatever {@code enable_http2} says. */
    private static Mapping http(Mapping http) {
        return new Mapping(
                http.position(),
                http.entries().stream()
                        .filter(entry -> !entry.key().equals("enable_http2"))
                        .toList());
    }

    private static Sequence steps(Sequence steps, ReadContext context) {
        List<YamlValue> kept = new ArrayList<>();
        for (YamlValue step : steps.items()) {
            kept.add(step instanceof Mapping mapping ? step(mapping, context.item(kept.size())) : step);
        }
        return new Sequence(steps.position(), kept);
    }

    private static Mapping step(Mapping step, ReadContext context) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : step.entries()) {
            if (!entry.key().equals("starttls")) {
                kept.add(entry);
            } else if (Edits.isTrue(entry.value())) {
                context.child(entry.key())
                        .warning(
                                entry.position(),
                                "left out: means nothing in a module of this prober (instead: a wss target, which has"
                                        + " TLS from the start)");
            }
        }
        return new Mapping(step.position(), kept);
    }
}
