package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Content;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.config.yaml.YamlText;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration of another program in YAML: what it says and where, and whether what is made of it would load here. Not
 * safe for use by several threads.
 */
public final class ForeignConfiguration {
    private final Content content;
    private final YamlValue root;
    private final Diagnostics leftOut;

    private ForeignConfiguration(Content content) throws ConfigurationException {
        Diagnostics mistakes = new Diagnostics(content.name());
        this.content = content;
        this.root = content.parse(mistakes);
        mistakes.throwIfAny();
        this.leftOut = new Diagnostics(content.name());
    }

    /**
     * Reads a file. Blocks.
     *
     * @param tlsVersions those that the TLS engine in use supports
     * @throws ConfigurationException if it cannot be read, or is no YAML
     */
    public static ForeignConfiguration read(Path file, Set<TlsVersion> tlsVersions) throws ConfigurationException {
        return new ForeignConfiguration(
                new ConfigurationSource(file, tlsVersions).read(new TimedFiles(TimedFiles.AT_MOST)));
    }

    /**
     * Reads the standard input to its end; files that it names are relative to the working directory. Blocks.
     *
     * @throws ConfigurationException if it cannot be read, or is no YAML
     */
    public static ForeignConfiguration read(InputStream in, Set<TlsVersion> tlsVersions) throws ConfigurationException {
        return new ForeignConfiguration(ConfigurationSource.read("standard input", in, tlsVersions));
    }

    /** How messages call it. */
    public String name() {
        return content.name();
    }

    /** The whole file. */
    public YamlValue root() {
        return root;
    }

    /** The place of the whole; what is left out of the file is a warning here or below. */
    public ReadContext context() {
        return new ReadContext("", content.context(), ConfigKeys::placeOf, leftOut);
    }

    /** What is left out, a line each with its place, in the order of the file. */
    public List<String> leftOut() {
        return leftOut.warnings();
    }

    /** The same as an error that ends the reading. */
    public ConfigurationException fatal(YamlValue at, String path, String text) {
        return new Diagnostics(content.name()).fatal(at.position(), path, text);
    }

    /** Why a module would not load here; empty: it would. Each is at the place that its value has in the file. */
    public List<ConfigError> mistakesOf(YamlValue.Entry module) {
        Diagnostics mistakes = new Diagnostics(content.name());
        try {
            ConfigurationYaml.read(
                    withModules(List.of(module)),
                    new ReadContext("", content.context(), ConfigKeys::placeOf, mistakes));
            return List.of();
        } catch (ConfigurationException e) {
            return e.mistakes();
        }
    }

    /**
     * A configuration with these modules as a text, which loads.
     *
     * @throws IllegalStateException if it does not, though each of them would
     */
    public String text(List<YamlValue.Entry> modules) {
        String text = YamlText.of(withModules(modules));
        try {
            Map<String, ?> loaded = new Content(
                            "what was written", content.context(), text.getBytes(StandardCharsets.UTF_8))
                    .load()
                    .configuration()
                    .modules();
            if (loaded.size() != modules.size()) {
                throw new IllegalStateException(
                        loaded.size() + " modules were written (expected: " + modules.size() + ")");
            }
        } catch (ConfigurationException e) {
            throw new IllegalStateException("what was written does not load", e);
        }
        return text;
    }

    private YamlValue.Mapping withModules(List<YamlValue.Entry> modules) {
        return new YamlValue.Mapping(
                root.position(),
                List.of(new YamlValue.Entry(
                        root.position(),
                        ConfigurationYaml.MODULES.name(),
                        new YamlValue.Mapping(root.position(), modules))));
    }
}
