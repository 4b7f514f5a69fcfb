package dev.websocketexporter.config;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.ModuleBlock;
import dev.websocketexporter.config.blocks.TargetPolicyBlock;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.targets.TargetGroup;
import dev.websocketexporter.config.targets.TargetJudge;
import dev.websocketexporter.config.targets.TargetsBlock;
import dev.websocketexporter.config.watch.WatchBlock;
import dev.websocketexporter.config.watch.WatchGroup;
import dev.websocketexporter.config.watch.WatchJudge;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The configuration file as a whole: its keys, reading and writing.
 *
 * <p>What is written loads again to an equal configuration, except for its secrets: every key that has an effect, also by
 * default. Secrets are shown as {@code <secret>}; plain values of {@code headers} are shown, as Prometheus and
 * blackbox_exporter do.
 */
public final class ConfigurationYaml {
    static final Key.NamedBlocks MODULES =
            new Key.NamedBlocks("modules", "The modules by their names.", ModuleBlock.BLOCK);
    static final Key.Block ROOT = new Key.Block(
            "",
            "The file as a whole.",
            List.of(MODULES, TargetsBlock.GROUPS, WatchBlock.GROUPS, TargetPolicyBlock.BLOCK));

    private static final String EXPECTED_MODULES =
            "expected: at least one module, such as websocket: {prober: websocket}";

    private ConfigurationYaml() {}

    /**
     * Reads a document.
     *
     * @param context of the file as a whole; it has the warnings afterwards
     * @throws ConfigurationException with all mistakes, if there are any
     */
    static Configuration read(YamlValue root, ReadContext context) throws ConfigurationException {
        if (!(root instanceof YamlValue.Mapping mapping)) {
            throw context.diagnostics()
                    .fatal(
                            root.position(),
                            "",
                            "the file " + root.found() + " (expected: modules: with at least one module)");
        }
        BlockReader fields = BlockReader.of(mapping, ROOT, context);
        Map<String, ProbeModule> modules = modules(mapping, context);
        TargetPolicy policy = TargetPolicyBlock.read(fields.block(TargetPolicyBlock.BLOCK));
        List<TargetGroup> targets = new TargetJudge(modules, policy).read(fields);
        List<WatchGroup> watches =
                fields.has(WatchBlock.GROUPS) ? new WatchJudge(modules, policy).read(fields) : List.of();
        context.diagnostics().throwIfAny();
        return new Configuration(modules, policy, targets, watches);
    }

    private static Map<String, ProbeModule> modules(YamlValue.Mapping root, ReadContext context) {
        Map<String, ProbeModule> modules = new LinkedHashMap<>();
        ReadContext below = context.child(MODULES.name());
        YamlValue.Entry entry = root.entry(MODULES.name()).orElse(null);
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
        ReadContext context = modules.child(entry.key());
        if (entry.key().isBlank() || entry.key().chars().anyMatch(Character::isISOControl)) {
            context.mistake(entry.position(), "is no name of a module (expected: one line of text)");
        }
        ProbeModule module = ModuleBlock.read(entry.key(), entry.value(), context);
        if (module != null) {
            read.put(entry.key(), module);
        }
    }

    /** The whole configuration, as a file. */
    public static String render(Configuration configuration) {
        YamlSection modules = new YamlSection();
        configuration.modules().forEach((name, module) -> modules.put(name, ModuleBlock.write(module)));
        YamlSection root = new YamlSection();
        root.put(MODULES.name(), modules);
        root.putSome(TargetsBlock.GROUPS, configuration.targets());
        root.putSome(WatchBlock.GROUPS, configuration.watches());
        root.put(TargetPolicyBlock.BLOCK, TargetPolicyBlock.write(configuration.targetPolicy()));
        return dump(root.values());
    }

    /** One module, as a file has it below its name. */
    public static String render(ProbeModule module) {
        return dump(ModuleBlock.write(module).values());
    }

    static String dump(Map<String, Object> values) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        // By default, a text with a NUL would become !!binary, which has another meaning.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        // Equal defaults may be one object, for which YAML would have an alias.
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(values);
    }
}
