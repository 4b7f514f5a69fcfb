package dev.websocketexporter.config;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force: one immutable snapshot, replaced as a whole. Whoever takes one keeps it for as long as one
 * piece of work lasts, so that nothing ever sees a part of two. Safe for use by several threads; reloads wait for each
 * other, {@link #get} waits for nobody.
 */
public final class LiveConfiguration implements Supplier<Configuration> {
    private final ConfigurationSource source;
    private volatile Loaded current;

    /** Of the bytes that are in force. Confined to reloads. */
    private String fingerprint;

    /** What was wrong at the last try; empty: nothing. Confined to reloads. */
    private List<ConfigError> mistakes = List.of();

    private LiveConfiguration(ConfigurationSource source, Loaded current, String fingerprint) {
        this.source = source;
        this.current = current;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads the first one. Blocks.
     *
     * @throws ConfigurationException with all mistakes, when it cannot be read or used
     */
    public static LiveConfiguration load(ConfigurationSource source) throws ConfigurationException {
        ConfigurationContent content = source.read();
        return new LiveConfiguration(source, content.load(), content.fingerprint());
    }

    public ConfigurationSource source() {
        return source;
    }

    /** The snapshot of now. */
    @Override
    public Configuration get() {
        return current.configuration();
    }

    /** The snapshot of now, and what there was to say about it. */
    public Loaded loaded() {
        return current;
    }

    /** Loads what is there now, changed or not. Blocks. */
    public synchronized ReloadResult reload() {
        if (source.file() == null) {
            return new ReloadResult.NothingToReload();
        }
        try {
            return replaceBy(source.read());
        } catch (ConfigurationException e) {
            mistakes = e.mistakes();
            return new ReloadResult.Refused(mistakes);
        }
    }

    /**
     * Loads what is there now if its bytes are not those in force; their times do not matter. After a refusal it is
     * tried each time, since a file that it names may have been put right. Blocks.
     *
     * @return absent: there is nothing new to tell
     */
    public synchronized @Nullable ReloadResult reloadIfChanged() {
        if (source.file() == null) {
            return null;
        }
        List<ConfigError> known = mistakes;
        try {
            ConfigurationContent content = source.read();
            boolean unchanged = known.isEmpty() && content.fingerprint().equals(fingerprint);
            return unchanged ? null : replaceBy(content);
        } catch (ConfigurationException e) {
            mistakes = e.mistakes();
            return mistakes.equals(known) ? null : new ReloadResult.Refused(mistakes);
        }
    }

    private ReloadResult replaceBy(ConfigurationContent content) throws ConfigurationException {
        Loaded loaded = content.load();
        fingerprint = content.fingerprint();
        mistakes = List.of();
        current = loaded;
        return new ReloadResult.Reloaded(loaded);
    }
}
