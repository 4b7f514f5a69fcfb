package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.WebLoaded;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.Diagnostics;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The web configuration in force, together with the files that it names. Safe for use by several threads: {@link #get}
 * never waits; looks wait for each other.
 */
public final class LiveWebConfiguration implements Supplier<WebConfiguration> {
    /** Certificates are smaller; a device without an end must not be read to its end. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /** How long a refused file is left alone while nothing has changed: what it names may be new by then. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** No fingerprint: the next look loads what is there, and says nothing if it is what is in force. */
    private static final String NONE = "";

    private final ConfigurationSource source;
    private final TimedFiles files;
    private final Ticker ticker;
    private volatile WebLoaded current;

    /** Of all that was read for the last try, good or not; empty: the next look loads. Confined to looks. */
    private String fingerprint;

    /** The mistakes of the last try; empty: none. Confined to looks. */
    private List<ConfigError> mistakes = List.of();

    private long triedNanos;

    private LiveWebConfiguration(
            ConfigurationSource source, TimedFiles files, Ticker ticker, WebLoaded current, String fingerprint) {
        this.source = source;
        this.files = files;
        this.ticker = ticker;
        this.current = current;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads the first one. Blocks, for at most five seconds on a file that hangs.
     *
     * @throws ConfigurationException with all mistakes, if it cannot be read or used
     */
    public static LiveWebConfiguration load(Path file, Ticker ticker) throws ConfigurationException {
        TimedFiles files = new TimedFiles(TimedFiles.AT_MOST);
        ConfigurationSource source = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class));
        WebLoaded first = source.read(files).loadWeb();
        // A file that has changed in between makes the first look load it again.
        return new LiveWebConfiguration(source, files, ticker, first, NONE);
    }

    /** What became of a look. */
    public sealed interface Look {
        /** Nothing has changed, or the mistakes are those of the last look. */
        record Unchanged() implements Look {}

        /** The file, or one that it names, has changed, and is in force from now on. */
        record Reloaded(WebLoaded loaded) implements Look {}

        /** What has changed cannot be used; what was in force stays so. */
        record Refused(List<ConfigError> mistakes) implements Look {
            public Refused {
                mistakes = List.copyOf(mistakes);
            }
        }
    }

    /** How messages call the file. */
    public String name() {
        return source.name();
    }

    @Override
    public WebConfiguration get() {
        return current.configuration();
    }

    /** What is in force, with its warnings. */
    public WebLoaded loaded() {
        return current;
    }

    /** Reads all files, and loads what has changed. Blocks; takes some 0.2 ms as long as nothing has changed. */
    public synchronized Look look() {
        boolean first = fingerprint.equals(NONE);
        String now = fingerprintNow();
        boolean same = now.equals(fingerprint);
        if (same && (mistakes.isEmpty() || ticker.read() - triedNanos < PAUSE.toNanos())) {
            return new Look.Unchanged();
        }
        fingerprint = now;
        triedNanos = ticker.read();
        List<ConfigError> known = mistakes;
        try {
            WebLoaded loaded = asStarted(source.read(files).loadWeb());
            mistakes = List.of();
            boolean news = !loaded.equals(current) || !known.isEmpty();
            if (first && !news) {
                return new Look.Unchanged();
            }
            if (!loaded.configuration().files().equals(current.configuration().files())) {
                // It is of other files than the next one, which must not look like a change.
                fingerprint = NONE;
            }
            current = loaded;
            return new Look.Reloaded(loaded);
        } catch (ConfigurationException e) {
            mistakes = e.mistakes();
            return mistakes.equals(known) ? new Look.Unchanged() : new Look.Refused(mistakes);
        }
    }

    /** What was decided with the sockets stays so, as with exporter-toolkit; and an empty file opens no door. */
    private WebLoaded asStarted(WebLoaded loaded) throws ConfigurationException {
        WebConfiguration before = current.configuration();
        WebConfiguration after = loaded.configuration();
        if ((before.tls() == null) != (after.tls() == null)) {
            throw new Diagnostics(source.name())
                    .fatal(
                            null,
                            "tls_server_config",
                            "TLS cannot be switched " + (after.tls() == null ? "off" : "on")
                                    + " while the exporter runs (expected: a restart)");
        }
        if (!before.users().isEmpty() && after.users().isEmpty()) {
            // Also what is read while a file is being written, or of a pipe that was read once.
            throw new Diagnostics(source.name())
                    .fatal(
                            null,
                            "basic_auth_users",
                            "passwords cannot be switched off while the exporter runs (expected: a restart)");
        }
        if (before.http2() == after.http2()) {
            return loaded;
        }
        List<String> warnings = new ArrayList<>(loaded.warnings());
        warnings.add(source.name() + ": http_server_config.http2: has its effect from the next start on");
        return new WebLoaded(after.withHttp2(before.http2()), warnings);
    }

    private String fingerprintNow() {
        List<Path> all = new ArrayList<>();
        Path file = source.file();
        if (file != null) {
            all.add(file);
        }
        all.addAll(current.configuration().files());
        TimedFiles.Load load = files.begin();
        MessageDigest digest = Digests.sha256();
        try {
            for (Path each : all) {
                // A question for each: one that hangs is left alone only until something else stands under its own
                // path.
                byte[] bytes = load.ask(each, () -> each.equals(file) || isRead(each) ? bytes(each) : null);
                int length = bytes == null ? -1 : bytes.length;
                digest.update((each + " " + length + "\n").getBytes(StandardCharsets.UTF_8));
                if (bytes != null) {
                    digest.update(bytes);
                }
            }
        } catch (IOException e) {
            return "hung";
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Certificates and keys are regular files; a pipe is not even opened, since that may never end. */
    private static boolean isRead(Path certificate) {
        return Files.isRegularFile(certificate);
    }

    private static byte @Nullable [] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            return null;
        }
    }
}
