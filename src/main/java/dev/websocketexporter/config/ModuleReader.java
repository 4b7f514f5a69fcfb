package dev.websocketexporter.config;

import dev.websocketexporter.probe.Dialing;
import dev.websocketexporter.probe.HeaderField;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.ProxySettings;
import dev.websocketexporter.probe.RequestHeader;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.TlsVersion;
import dev.websocketexporter.probe.UpgradeSettings;
import dev.websocketexporter.probe.Value;
import dev.websocketexporter.probe.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one module. */
final class ModuleReader {
    private final String name;
    private final Site site;

    ModuleReader(String name, Site site) {
        this.name = name;
        this.site = site;
    }

    /** The module; where it holds mistakes they are told, and the defaults take their place. */
    @Nullable
    Module read(YamlValue value) {
        if (isForeign(value)) {
            return null;
        }
        Fields module = Fields.of(value, Catalogue.MODULE, site);
        module.orDefault(Catalogue.PROBER);
        Fields websocket = module.block(Catalogue.WEBSOCKET);
        List<HeaderField> headers = websocket.orDefault(Catalogue.HEADERS);
        checkOrigin(headers, websocket);
        return new Module(
                name,
                module.optional(Catalogue.TIMEOUT),
                new Dialing(
                        websocket.orDefault(Catalogue.PREFERRED_IP_PROTOCOL),
                        websocket.orDefault(Catalogue.IP_PROTOCOL_FALLBACK),
                        null),
                ProxySettings.NONE,
                tls(websocket.block(Catalogue.HTTP_CONFIG).block(Catalogue.TLS_CONFIG)),
                new UpgradeSettings(
                        headers.stream()
                                .filter(field -> !field.hasName(HeadersType.SUBPROTOCOLS))
                                .map(field -> new RequestHeader(field.name(), List.of(new Value.Plain(field.value()))))
                                .toList(),
                        websocket.optional(Catalogue.ORIGIN),
                        subprotocols(headers, websocket),
                        null,
                        false),
                new Verdict(
                        Set.copyOf(websocket.orDefault(Catalogue.VALID_STATUS_CODES)),
                        Verdict.TlsDemand.NONE,
                        List.of(),
                        false));
    }

    /** Of another prober's module only that is told: everything else in it would be a mistake too. */
    private boolean isForeign(YamlValue value) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return false;
        }
        YamlValue.Entry prober = mapping.entry(Catalogue.PROBER.name()).orElse(null);
        if (prober == null
                || !(prober.value() instanceof YamlValue.Scalar scalar)
                || !ProberType.isForeign(scalar.text())) {
            return false;
        }
        ProberType.INSTANCE.read(scalar, site.child(prober.key()));
        return true;
    }

    private static TlsSettings tls(Fields tls) {
        Path caFile = tls.optional(Catalogue.CA_FILE);
        return new TlsSettings(
                caFile == null ? null : new Value.InFile(caFile),
                null,
                null,
                tls.optional(Catalogue.SERVER_NAME),
                tls.orDefault(Catalogue.INSECURE_SKIP_VERIFY),
                TlsVersion.TLS12,
                TlsVersion.TLS13);
    }

    private static void checkOrigin(List<HeaderField> headers, Fields websocket) {
        if (headers.stream().anyMatch(field -> field.hasName("Origin"))) {
            websocket.excludes(Catalogue.ORIGIN, "Origin in headers");
        }
    }

    /** A field Sec-WebSocket-Protocol among the headers counts as the key {@code subprotocols}. */
    private static List<String> subprotocols(List<HeaderField> headers, Fields websocket) {
        List<String> subprotocols = websocket.orDefault(Catalogue.SUBPROTOCOLS);
        HeaderField header = headers.stream()
                .filter(field -> field.hasName(HeadersType.SUBPROTOCOLS))
                .findFirst()
                .orElse(null);
        if (header == null) {
            return subprotocols;
        }
        websocket.excludes(Catalogue.SUBPROTOCOLS, HeadersType.SUBPROTOCOLS + " in headers");
        return SubprotocolType.list(header.value());
    }
}
