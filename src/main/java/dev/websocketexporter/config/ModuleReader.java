package dev.websocketexporter.config;

import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.Module.Dialing;
import dev.websocketexporter.probe.UpgradeSettings;
import java.net.InetAddress;
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
        Fields http = websocket.block(HttpKeys.BLOCK);
        UpgradeSettings upgrade = UpgradeReader.read(websocket, http);
        Module read = new Module(
                name,
                module.optional(Catalogue.TIMEOUT),
                dialing(websocket),
                ProxyReader.read(http),
                TlsReader.read(http.block(TlsKeys.BLOCK)),
                upgrade,
                VerdictReader.read(websocket, upgrade.subprotocols()),
                ConversationReader.conversation(websocket),
                ConversationReader.closing(websocket),
                ConversationReader.attempts(websocket));
        ConversationCheck.check(read, module, websocket);
        return read;
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

    private static Dialing dialing(Fields websocket) {
        IpProtocol preferred = websocket.orDefault(Catalogue.PREFERRED_IP_PROTOCOL);
        boolean fallback = websocket.orDefault(Catalogue.IP_PROTOCOL_FALLBACK);
        InetAddress source = websocket.optional(Catalogue.SOURCE_IP_ADDRESS);
        if (source != null && !fallback && !preferred.includes(source)) {
            websocket.mistake(
                    Catalogue.SOURCE_IP_ADDRESS,
                    "is an address of " + preferred.other().label() + ", and only " + preferred.label()
                            + " is dialled (expected: preferred_ip_protocol: "
                            + preferred.other().label() + ")");
        }
        return new Dialing(preferred, fallback, source);
    }
}
