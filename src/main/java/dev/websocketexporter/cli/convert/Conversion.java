package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.ForeignConfiguration;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a file.
 *
 * @param modules those that load here; empty: none of the file does
 * @param leftOut a line for everything that is not kept: where, what, why, and what to write instead
 */
public record Conversion(List<Entry> modules, List<String> leftOut) {
    private static final String MODULES = "modules";
    private static final Set<String> OTHER_PROBERS = Set.of("tcp", "dns", "icmp", "grpc", "unix");
    private static final String KEEP = " (instead: keep this module with blackbox_exporter)";

    public Conversion {
        modules = List.copyOf(modules);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Converts what blackbox_exporter would load.
     *
     * @throws ConfigurationException if the file has no modules at all
     */
    public static Conversion of(ForeignConfiguration file) throws ConfigurationException {
        Mapping modules = modules(file);
        List<Entry> kept = new ArrayList<>();
        ReadContext context = file.context().child(MODULES);
        for (Entry module : modules.entries()) {
            ReadContext here = context.child(module.key());
            Entry made = made(module, here);
            if (made != null && loads(module, made, file, here)) {
                kept.add(made);
                HiddenSecrets.tell(module.value(), here);
            }
        }
        return new Conversion(kept, file.leftOut());
    }

    private static Mapping modules(ForeignConfiguration file) throws ConfigurationException {
        if (!(file.root() instanceof Mapping root)) {
            throw file.fatal(
                    file.root(), "", "the file " + file.root().found() + " (expected: modules: with their names)");
        }
        for (Entry entry : root.entries()) {
            if (!entry.key().equals(MODULES)) {
                file.context()
                        .child(entry.key())
                        .warning(
                                entry.position(),
                                "left out: no key of blackbox_exporter (instead: its modules below modules)");
            }
        }
        YamlValue modules = root.entry(MODULES)
                .map(Entry::value)
                .orElseThrow(() -> file.fatal(root, MODULES, "missing (expected:" + " modules: with their names)"));
        if (!(modules instanceof Mapping mapping)) {
            throw file.fatal(modules, MODULES, modules.found() + " (expected: a mapping of names to modules)");
        }
        return mapping;
    }

    /** The module here; null if there is none, which was told. */
    private static @Nullable Entry made(Entry module, ReadContext context) {
        if (!(module.value() instanceof Mapping mapping)) {
            context.warning(module.position(), "left out: " + module.value().found() + " (instead: a mapping)");
            return null;
        }
        String prober = Edits.text(mapping, "prober");
        if (prober.equals("websocket")) {
            return new Entry(module.position(), module.key(), WebSocketModule.of(mapping, context));
        }
        if (prober.equals("http") && HttpModule.asksForAnUpgrade(mapping)) {
            return new Entry(module.position(), module.key(), HttpModule.of(mapping, context));
        }
        context.warning(module.position(), "left out: " + whyNone(prober, mapping));
        return null;
    }

    private static String whyNone(String prober, Mapping module) {
        if (prober.equals("http")) {
            return "a module of the prober http that asks for no upgrade" + KEEP;
        }
        if (prober.equals("tcp") && upgradesByHand(module)) {
            return "a module of the prober tcp that writes an upgrade request itself (instead: a module of the prober"
                    + " websocket, whose query_response begins after the upgrade)";
        }
        if (OTHER_PROBERS.contains(prober)) {
            return "a module of the prober " + prober + ", which is not what this exporter probes" + KEEP;
        }
        return prober.isEmpty()
                ? "a module without prober, which blackbox_exporter refuses (instead: prober: websocket)"
                : Printable.quoted(prober)
                        + " is no prober, and blackbox_exporter refuses it (instead: prober: websocket)";
    }

    private static boolean upgradesByHand(Mapping tcp) {
        return Edits.mappings(Edits.block(tcp, "tcp"), "query_response").stream()
                .anyMatch(step -> Edits.text(step, "send").matches("(?is).*\\bupgrade:\\s*websocket\\b.*"));
    }

    private static boolean loads(Entry module, Entry made, ForeignConfiguration file, ReadContext context) {
        List<ConfigError> mistakes = file.mistakesOf(made);
        boolean wasHttp = Edits.text((Mapping) module.value(), "prober").equals("http");
        for (ConfigError mistake : mistakes) {
            String path = wasHttp ? HttpModule.pathThere(mistake.path(), context.path()) : mistake.path();
            context.at(path)
                    .warning(
                            mistake.position() == null ? module.position() : mistake.position(),
                            mistake.text() + "; the module is left out");
        }
        return mistakes.isEmpty();
    }
}
