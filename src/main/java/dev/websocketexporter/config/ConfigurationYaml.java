package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A configuration as YAML that loads again to an equal one, secrets aside: every key that holds, also by default. Secrets
 * are shown as {@code <secret>}; plain values of {@code headers} are shown, as Prometheus and blackbox_exporter do.
 */
public final class ConfigurationYaml {
    private ConfigurationYaml() {}

    /** The whole configuration, as a file. */
    public static String render(Configuration configuration) {
        YamlSection modules = new YamlSection();
        configuration.modules().forEach((name, module) -> modules.put(name, ModuleYaml.of(module)));
        YamlSection root = new YamlSection();
        root.put(ConfigKeys.MODULES.name(), modules);
        root.put(ConfigKeys.TARGET_POLICY, policy(configuration.targetPolicy()));
        return dump(root);
    }

    /** One module: what stands in a file below its name. */
    public static String render(ProbeModule module) {
        return dump(ModuleYaml.of(module));
    }

    private static YamlSection policy(TargetPolicy policy) {
        YamlSection section = new YamlSection();
        section.put(ConfigKeys.ALLOW, policy.allow());
        section.put(ConfigKeys.DENY, policy.deny());
        return section;
    }

    private static String dump(YamlSection section) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        // Else a text with a NUL would become !!binary, which is something else.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        // Equal defaults may be one object; a reader wants to see them, not anchors.
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(section.values());
    }
}
