package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the document as a whole. */
final class ConfigurationReader {
    private static final String EXPECTED_MODULES =
            "expected: at least one module, such as websocket: {prober: websocket}";

    private final ReadContext site;

    ConfigurationReader(ReadContext site) {
        this.site = site;
    }

    /**
     * The configuration.
     *
     * @throws ConfigurationException with all mistakes
     */
    Configuration read(YamlValue root) throws ConfigurationException {
        if (!(root instanceof YamlValue.Mapping mapping)) {
            throw site.findings()
                    .fatal(
                            root.position(),
                            "",
                            "the file " + root.found() + " (expected: modules: with at least one module)");
        }
        BlockReader fields = BlockReader.of(mapping, ConfigKeys.ROOT, site);
        Map<String, ProbeModule> modules = modules(mapping);
        TargetPolicy policy = policy(fields.block(ConfigKeys.TARGET_POLICY));
        site.findings().throwIfAny();
        return new Configuration(modules, policy);
    }

    private static TargetPolicy policy(BlockReader policy) {
        return new TargetPolicy(policy.orDefault(ConfigKeys.ALLOW), policy.orDefault(ConfigKeys.DENY));
    }

    private Map<String, ProbeModule> modules(YamlValue.Mapping root) {
        Map<String, ProbeModule> modules = new LinkedHashMap<>();
        ReadContext below = site.child(ConfigKeys.MODULES.name());
        YamlValue.Entry entry = root.entry(ConfigKeys.MODULES.name()).orElse(null);
        if (entry == null) {
            below.mistake(root.position(), "missing (" + EXPECTED_MODULES + ")");
        } else if (!(entry.value() instanceof YamlValue.Mapping mapping)) {
            below.mistake(entry.value().position(), entry.value().found() + " (" + EXPECTED_MODULES + ")");
        } else if (mapping.entries().isEmpty()) {
            below.mistake(mapping.position(), "is empty (" + EXPECTED_MODULES + ")");
        } else {
            mapping.entries().forEach(module -> readModule(module, below, modules));
        }
        return modules;
    }

    private static void readModule(YamlValue.Entry entry, ReadContext modules, Map<String, ProbeModule> read) {
        ReadContext site = modules.child(entry.key());
        if (entry.key().isBlank() || entry.key().chars().anyMatch(Character::isISOControl)) {
            site.mistake(entry.position(), "is no name of a module (expected: one line of text)");
        }
        ProbeModule module = new ModuleReader(entry.key(), site).read(entry.value());
        if (module != null) {
            read.put(entry.key(), module);
        }
    }
}
