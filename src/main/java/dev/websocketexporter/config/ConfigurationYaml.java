package dev.websocketexporter.config;

import dev.websocketexporter.probe.HeaderField;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.TargetPolicy;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A configuration as YAML that loads again to an equal one: every key that holds, also by default. None of the keys so
 * far holds a secret; plain values of {@code headers} are shown, as Prometheus and blackbox_exporter do.
 */
public final class ConfigurationYaml {
    private ConfigurationYaml() {}

    /** The whole configuration, as a file. */
    public static String render(Configuration configuration) {
        Section modules = new Section();
        configuration.modules().forEach((name, module) -> modules.values.put(name, module(module).values));
        Section root = new Section();
        root.values.put(Catalogue.MODULES.name(), modules.values);
        root.put(Catalogue.TARGET_POLICY, policy(configuration.targetPolicy()));
        return dump(root);
    }

    /** One module: what stands in a file below its name. */
    public static String render(Module module) {
        return dump(module(module));
    }

    private static Section module(Module module) {
        Section websocket = new Section();
        websocket.put(Catalogue.PREFERRED_IP_PROTOCOL, module.dialing().preferred());
        websocket.put(Catalogue.IP_PROTOCOL_FALLBACK, module.dialing().fallback());
        Section http = new Section();
        http.put(Catalogue.TLS_CONFIG, tls(module.tls()));
        websocket.put(Catalogue.HTTP_CONFIG, http);
        websocket.put(
                Catalogue.HEADERS,
                module.upgrade().headers().stream()
                        .map(header -> new HeaderField(
                                header.name(), ((Value.Plain) header.values().get(0)).text()))
                        .toList());
        websocket.put(Catalogue.ORIGIN, module.upgrade().origin());
        websocket.put(Catalogue.SUBPROTOCOLS, module.upgrade().subprotocols());
        websocket.put(
                Catalogue.VALID_STATUS_CODES,
                module.verdict().validStatusCodes().stream().sorted().toList());
        Section section = new Section();
        section.put(Catalogue.PROBER, ProberType.WEBSOCKET);
        section.put(Catalogue.TIMEOUT, module.timeout());
        section.put(Catalogue.WEBSOCKET, websocket);
        return section;
    }

    private static Section tls(TlsSettings tls) {
        Section section = new Section();
        section.put(Catalogue.CA_FILE, tls.ca() instanceof Value.InFile file ? file.path() : null);
        section.put(Catalogue.SERVER_NAME, tls.serverName());
        section.put(Catalogue.INSECURE_SKIP_VERIFY, tls.insecureSkipVerify());
        return section;
    }

    private static Section policy(TargetPolicy policy) {
        Section section = new Section();
        section.put(Catalogue.ALLOW, policy.allow());
        section.put(Catalogue.DENY, policy.deny());
        return section;
    }

    private static String dump(Section section) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        // Equal defaults may be one object; a reader wants to see them, not anchors.
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(section.values);
    }

    /** A block in the making. */
    private static final class Section {
        private final Map<String, Object> values = new LinkedHashMap<>();

        /** A value that is absent is left out. */
        private <T> void put(Key.Value<T> key, @Nullable T value) {
            if (value != null) {
                values.put(key.name(), key.type().toYaml(value));
            }
        }

        private void put(Key.Block block, Section section) {
            values.put(block.name(), section.values);
        }
    }
}
