package dev.websocketexporter.config;

import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.web.TlsTrial;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.config.web.WebConfigurationYaml;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.config.yaml.YamlDocument;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.probe.watch.Shard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from.
 *
 * @param file opened again at each reading, so that the file that is then at this path counts, also if the path is a
 *     symbolic link that was changed; absent: the configuration in the jar
 * @param tlsVersions those that the TLS engine in use supports; another one in the file is a mistake
 * @param shard which of the watched targets are this exporter's: those of others do not count against its limit
 */
public record ConfigurationSource(@Nullable Path file, Set<TlsVersion> tlsVersions, Shard shard) {
    /** As much as the YAML parser accepts; a device without an end, named by mistake, must not fill the memory. */
    private static final int LARGEST_FILE_BYTES = 3 * 1024 * 1024;

    private static final String EMBEDDED = "default.yml";

    public ConfigurationSource {
        tlsVersions = Set.copyOf(tlsVersions);
    }

    /** Of an exporter that shares with no other. */
    public ConfigurationSource(@Nullable Path file, Set<TlsVersion> tlsVersions) {
        this(file, tlsVersions, Shard.WHOLE);
    }

    /**
     * A configuration that can be used.
     *
     * @param configuration what the file says
     * @param warnings one line for each key that is accepted for blackbox_exporter's sake and has no meaning here
     */
    public record Loaded(Configuration configuration, List<String> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A web configuration that can be used.
     *
     * @param configuration what the file says
     * @param warnings one line for each key that has not the effect that its author may expect
     */
    public record WebLoaded(WebConfiguration configuration, List<String> warnings) {
        public WebLoaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** How messages call it. */
    public String name() {
        return file == null ? "embedded configuration" : file.toString();
    }

    /**
     * Reads the file and loads it. Blocks.
     *
     * @throws ConfigurationException with all mistakes, if it cannot be read or used
     */
    public Loaded load() throws ConfigurationException {
        return read(new TimedFiles(TimedFiles.AT_MOST)).load();
    }

    /**
     * Reads the file as it is now. Blocks, as long as the files answer.
     *
     * @throws ConfigurationException if it cannot be read
     */
    Content read(TimedFiles files) throws ConfigurationException {
        TimedFiles.Load load = files.begin();
        if (file == null) {
            return embedded(load);
        }
        try {
            // Any kind of file, also a pipe such as a shell makes.
            byte[] bytes = load.ask(file, () -> bytes(file));
            return content(name(), new ConfigContext(directory(file), tlsVersions, load, shard), bytes);
        } catch (IOException e) {
            throw unreadable(name(), e);
        }
    }

    /**
     * Reads a stream to its end; files that it names are relative to the working directory. Blocks.
     *
     * @param name that messages have
     * @throws ConfigurationException if it cannot be read
     */
    static Content read(String name, InputStream in, Set<TlsVersion> tlsVersions) throws ConfigurationException {
        ConfigContext context = new ConfigContext(
                Path.of("").toAbsolutePath(), tlsVersions, new TimedFiles(TimedFiles.AT_MOST).begin());
        try {
            return content(name, context, in.readNBytes(LARGEST_FILE_BYTES + 1));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static Content content(String name, ConfigContext context, byte[] bytes) throws ConfigurationException {
        if (bytes.length > LARGEST_FILE_BYTES) {
            throw new Diagnostics(name)
                    .fatal(
                            null,
                            "",
                            "is larger than " + LARGEST_FILE_BYTES / 1024 / 1024 + " MiB (expected: a configuration)");
        }
        return new Content(name, context, bytes);
    }

    private static ConfigurationException unreadable(String name, IOException e) {
        return new Diagnostics(name).fatal(null, "", "cannot be read: " + FileTypes.whyUnreadable(e));
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_FILE_BYTES + 1);
        }
    }

    /** Names in a file are relative to its directory; symbolic links are not followed for this. */
    private static Path directory(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent() == null ? absolute : absolute.getParent();
    }

    private static Content embedded(TimedFiles.Load load) {
        try (InputStream in = ConfigurationSource.class.getResourceAsStream(EMBEDDED)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + EMBEDDED);
            }
            ConfigContext context = new ConfigContext(Path.of("").toAbsolutePath(), Set.of(), load);
            return new Content(EMBEDDED, context, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration in the jar cannot be read", e);
        }
    }

    /** The bytes of a configuration, read once: the bytes that are compared are those that are parsed. Immutable. */
    static final class Content {
        private final String name;
        private final ConfigContext context;
        private final byte[] bytes;

        /** For a file by the name that messages have. */
        Content(String name, ConfigContext context, byte[] bytes) {
            this.name = name;
            this.context = context;
            this.bytes = bytes.clone();
        }

        String name() {
            return name;
        }

        ConfigContext context() {
            return context;
        }

        /** What it says, whatever that means. */
        YamlValue parse(Diagnostics diagnostics) throws ConfigurationException {
            return YamlDocument.read(bytes, diagnostics);
        }

        /** Equal for equal bytes, and for no others. */
        String fingerprint() {
            return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
        }

        /**
         * Parses and checks. Blocks, since it reads the files that the configuration names.
         *
         * @throws ConfigurationException with all mistakes, if it cannot be used
         */
        Loaded load() throws ConfigurationException {
            Diagnostics diagnostics = new Diagnostics(name);
            YamlValue document = parse(diagnostics);
            ReadContext root = new ReadContext("", context, ConfigKeys::placeOf, diagnostics);
            Configuration configuration = ConfigurationYaml.read(document, root);
            return new Loaded(configuration, diagnostics.warnings());
        }

        /**
         * The same for a web configuration.
         *
         * @param trial of its certificate
         * @throws ConfigurationException with all mistakes, if it cannot be used
         */
        WebLoaded loadWeb(TlsTrial trial) throws ConfigurationException {
            Diagnostics diagnostics = new Diagnostics(name);
            YamlValue document = YamlDocument.readMaybeEmpty(bytes, diagnostics);
            ReadContext root = new ReadContext("", context, WebConfigurationYaml::placeOf, diagnostics);
            WebConfiguration configuration = WebConfigurationYaml.read(document, root, trial);
            return new WebLoaded(configuration, diagnostics.warnings());
        }
    }
}
