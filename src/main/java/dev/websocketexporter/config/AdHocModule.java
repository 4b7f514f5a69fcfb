package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Content;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.module.ProbeModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A module that stands in no file, such as the values of a command line: read and checked as if it stood in one. */
public final class AdHocModule {
    private static final String NAME = "ad-hoc";

    private AdHocModule() {}

    /**
     * Reads a module.
     *
     * @param values its keys and their values as a file has them: texts, lists and maps
     * @throws ConfigurationException with all mistakes; the path of each begins with {@code modules.}
     */
    public static ProbeModule read(Map<String, Object> values) throws ConfigurationException {
        String yaml = ConfigurationYaml.dump(Map.of(ConfigurationYaml.MODULES.name(), Map.of(NAME, values)));
        ConfigContext context =
                new ConfigContext(Path.of("").toAbsolutePath(), Set.of(), new TimedFiles(TimedFiles.AT_MOST).begin());
        Content content = new Content("the command line", context, yaml.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(content.load().configuration().modules().get(NAME));
    }
}
