package dev.websocketexporter.config.yaml;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.watch.Shard;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where in the configuration something is read, and what reading it needs to know.
 *
 * @param path of the key; empty for the file as a whole
 * @param config outside of the file
 * @param keyPlaces where else in a configuration a key of some name would be right; empty: nowhere
 * @param diagnostics mistakes and warnings go here
 */
public record ReadContext(
        String path, ConfigContext config, Function<String, Optional<String>> keyPlaces, Diagnostics diagnostics) {
    /**
     * What decides, besides its bytes, what a file means.
     *
     * @param directory that file names are relative to
     * @param tlsVersions those that the TLS engine in use supports
     * @param files by which the files that it names are read
     * @param shard which of the targets that it has watched are this exporter's
     */
    public record ConfigContext(Path directory, Set<TlsVersion> tlsVersions, TimedFiles.Load files, Shard shard) {
        public ConfigContext {
            tlsVersions = Set.copyOf(tlsVersions);
        }

        /** Of an exporter that shares with no other. */
        public ConfigContext(Path directory, Set<TlsVersion> tlsVersions, TimedFiles.Load files) {
            this(directory, tlsVersions, files, Shard.WHOLE);
        }
    }

    /** The context of a key below this one. */
    public ReadContext child(String key) {
        return new ReadContext(KeyPath.child(path, key), config, keyPlaces, diagnostics);
    }

    /** The context of an entry of a list, counted from 0. */
    public ReadContext item(int index) {
        return new ReadContext(KeyPath.item(path, index), config, keyPlaces, diagnostics);
    }

    /** The context of any other place in the file. */
    public ReadContext at(String elsewhere) {
        return new ReadContext(elsewhere, config, keyPlaces, diagnostics);
    }

    /** The value as a mapping; null if it is none, which is then a mistake. */
    public YamlValue.@Nullable Mapping mapping(YamlValue value, String expected) {
        return as(YamlValue.Mapping.class, value, expected);
    }

    /** The value as a list; null if it is none, which is then a mistake. */
    public YamlValue.@Nullable Sequence sequence(YamlValue value, String expected) {
        return as(YamlValue.Sequence.class, value, expected);
    }

    private <V extends YamlValue> @Nullable V as(Class<V> kind, YamlValue value, String expected) {
        if (kind.isInstance(value)) {
            return kind.cast(value);
        }
        mistake(value.position(), value.found() + " (expected: " + expected + ")");
        return null;
    }

    public void mistake(Position position, String text) {
        diagnostics.mistake(position, path, text);
    }

    public void warning(Position position, String text) {
        diagnostics.warning(position, path, text);
    }
}
