package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.UpgradeSettings;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads one module. */
final class ModuleReader {
    private final String name;
    private final ReadContext site;

    ModuleReader(String name, ReadContext site) {
        this.name = name;
        this.site = site;
    }

    /** The module; where it holds mistakes they are told, and the defaults take their place. */
    @Nullable
    ProbeModule read(YamlValue value) {
        if (isForeign(value)) {
            return null;
        }
        BlockReader module = BlockReader.of(value, ConfigKeys.MODULE, site);
        module.orDefault(ConfigKeys.PROBER);
        BlockReader websocket = module.block(ConfigKeys.WEBSOCKET);
        BlockReader http = websocket.block(HttpKeys.BLOCK);
        UpgradeSettings upgrade = UpgradeReader.read(websocket, http);
        ProbeModule read = new ProbeModule(
                name,
                module.optional(ConfigKeys.TIMEOUT),
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
        YamlValue.Entry prober = mapping.entry(ConfigKeys.PROBER.name()).orElse(null);
        if (prober == null
                || !(prober.value() instanceof YamlValue.Scalar scalar)
                || !ProberType.isForeign(scalar.text())) {
            return false;
        }
        ProberType.INSTANCE.read(scalar, site.child(prober.key()));
        return true;
    }

    private static DialSettings dialing(BlockReader websocket) {
        IpProtocol preferred = websocket.orDefault(ConfigKeys.PREFERRED_IP_PROTOCOL);
        boolean fallback = websocket.orDefault(ConfigKeys.IP_PROTOCOL_FALLBACK);
        InetAddress source = websocket.optional(ConfigKeys.SOURCE_IP_ADDRESS);
        if (source != null && !fallback && !preferred.includes(source)) {
            websocket.mistake(
                    ConfigKeys.SOURCE_IP_ADDRESS,
                    "is an address of " + preferred.other().label() + ", and only " + preferred.label()
                            + " is dialled (expected: preferred_ip_protocol: "
                            + preferred.other().label() + ")");
        }
        return new DialSettings(preferred, fallback, source);
    }
}
