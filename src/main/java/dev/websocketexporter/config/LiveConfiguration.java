package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.TimedFiles;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force: one immutable snapshot, replaced as a whole. A piece of work takes one snapshot and keeps it to
 * its end, so that it never sees parts of two. Safe for use by several threads; reloads wait for each other,
 * {@link #get} never waits.
 */
public final class LiveConfiguration implements Supplier<Configuration> {
    private final ConfigurationSource source;
    private final TimedFiles files;
    private volatile Loaded current;

    /** Of the bytes that are in force. Confined to reloads. */
    private String fingerprint;

    /** The mistakes of the last try; empty: none. Confined to reloads. */
    private List<ConfigError> mistakes = List.of();

    private LiveConfiguration(ConfigurationSource source, TimedFiles files, Loaded current, String fingerprint) {
        this.source = source;
        this.files = files;
        this.current = current;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads the first one. Blocks, for at most five seconds on a file that hangs.
     *
     * @throws ConfigurationException with all mistakes, if it cannot be read or used
     */
    public static LiveConfiguration load(ConfigurationSource source) throws ConfigurationException {
        return load(source, new TimedFiles(TimedFiles.AT_MOST));
    }

    /** @param files asks for all files, now and later */
    static LiveConfiguration load(ConfigurationSource source, TimedFiles files) throws ConfigurationException {
        ConfigurationSource.Content content = source.read(files);
        return new LiveConfiguration(source, files, content.load(), content.fingerprint());
    }

    public ConfigurationSource source() {
        return source;
    }

    /** The current snapshot. */
    @Override
    public Configuration get() {
        return current.configuration();
    }

    /** The current snapshot with its warnings. */
    public Loaded loaded() {
        return current;
    }

    /** Loads the file as it is now, changed or not. Blocks. */
    public synchronized ReloadResult reload() {
        if (source.file() == null) {
            return new ReloadResult.NothingToReload();
        }
        try {
            return replaceBy(source.read(files));
        } catch (ConfigurationException e) {
            mistakes = e.mistakes();
            return new ReloadResult.Refused(mistakes);
        }
    }

    /**
     * Loads the file if its bytes are not those in force; the times of the file do not matter. After a refusal, each call
     * tries again, since a file that it names may have been corrected. Blocks.
     *
     * @return absent: nothing has changed, or the mistakes are those of the last try
     */
    public synchronized @Nullable ReloadResult reloadIfChanged() {
        if (source.file() == null) {
            return null;
        }
        List<ConfigError> known = mistakes;
        try {
            ConfigurationSource.Content content = source.read(files);
            boolean unchanged = known.isEmpty() && content.fingerprint().equals(fingerprint);
            return unchanged ? null : replaceBy(content);
        } catch (ConfigurationException e) {
            mistakes = e.mistakes();
            return mistakes.equals(known) ? null : new ReloadResult.Refused(mistakes);
        }
    }

    private ReloadResult replaceBy(ConfigurationSource.Content content) throws ConfigurationException {
        Loaded loaded = content.load();
        fingerprint = content.fingerprint();
        mistakes = List.of();
        current = loaded;
        return new ReloadResult.Reloaded(loaded);
    }
}
