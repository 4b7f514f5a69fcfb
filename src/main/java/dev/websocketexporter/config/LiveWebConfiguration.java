package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.WebLoaded;
import dev.websocketexporter.config.web.TlsTrial;
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
 *
 * <p>A file that is written in place is a whole one in the end only, and half of a web configuration is often one too,
 * which protects less. So what is new counts when all of it has stayed the same for a moment.
 */
public final class LiveWebConfiguration implements Supplier<WebConfiguration> {
    /** Certificates are smaller; a device without an end must not be read to its end. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /** For how long what is new must stay the same: longer than it takes to write a file. */
    public static final Duration SETTLING = Duration.ofMillis(200);

    /** How long a refused file is left alone while nothing has changed: what it names may be new by then. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** No fingerprint: nothing was tried since the start. */
    private static final String NONE = "";

    /** The fingerprint of files of which one hangs. */
    private static final String HUNG = "hung";

    private final ConfigurationSource source;
    private final TimedFiles files;
    private final Ticker ticker;
    private final TlsTrial trial;
    private volatile WebLoaded current;

    // The rest is confined to looks.

    /** What the file names, as far as it could be read; its own path is not among them. */
    private List<Path> named;

    /** The fingerprint of what was loaded last, good or not. */
    private String tried = NONE;

    /** The mistakes in it; empty: none. */
    private List<ConfigError> mistakes = List.of();

    private long triedNanos;

    /** The fingerprint that the last look found. */
    private String seen = NONE;

    /** Since when looks find it. */
    private long seenNanos;

    private LiveWebConfiguration(
            ConfigurationSource source, TimedFiles files, Ticker ticker, TlsTrial trial, WebLoaded current) {
        this.source = source;
        this.files = files;
        this.ticker = ticker;
        this.trial = trial;
        this.current = current;
        this.named = current.configuration().files();
    }

    /**
     * Loads the first one. Blocks, for at most five seconds on a file that hangs.
     *
     * @param trial of the certificate, each time that it may be another one
     * @throws ConfigurationException with all mistakes, if it cannot be read or used
     */
    public static LiveWebConfiguration load(Path file, Ticker ticker, TlsTrial trial) throws ConfigurationException {
        TimedFiles files = new TimedFiles(TimedFiles.AT_MOST);
        ConfigurationSource source = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class));
        WebLoaded first = source.read(files).loadWeb(trial);
        return new LiveWebConfiguration(source, files, ticker, trial, first);
    }

    /** What became of a look. */
    public sealed interface Look {
        /** Nothing has changed, or the mistakes are those of the last look. */
        record Unchanged() implements Look {}

        /** Something has changed, and has not stayed the same for {@link #SETTLING} yet: a later look uses it. */
        record Unsettled() implements Look {}

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
        String now = fingerprintNow();
        boolean same = now.equals(tried) || (tried.equals(NONE) && isOfTheStart(now));
        if (same && (mistakes.isEmpty() || ticker.read() - triedNanos < PAUSE.toNanos())) {
            isSettled(now);
            return new Look.Unchanged();
        }
        return same || isSettled(now) ? tried(now) : new Look.Unsettled();
    }

    /** Whether nothing has changed since the start, when there were no fingerprints. */
    private boolean isOfTheStart(String now) {
        try {
            boolean equal = !now.equals(HUNG)
                    && source.read(files).loadWeb(trial).equals(current)
                    && fingerprintNow().equals(now);
            if (equal) {
                tried = now;
            }
            return equal;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    /** Notes what a look finds. What hangs does not settle, and has no content that could count. */
    private boolean isSettled(String now) {
        if (!now.equals(seen)) {
            seen = now;
            seenNanos = ticker.read();
        }
        return now.equals(HUNG) || ticker.read() - seenNanos >= SETTLING.toNanos();
    }

    private Look tried(String now) {
        try {
            WebLoaded loaded = asStarted(source.read(files).loadWeb(trial));
            // If it names others than before, these are looked at for the first time, and settle too.
            named = loaded.configuration().files();
            if (now.equals(HUNG) || !isStill(now)) {
                return new Look.Unsettled();
            }
            note(now, List.of());
            current = loaded;
            return new Look.Reloaded(loaded);
        } catch (ConfigurationException e) {
            if (!now.equals(HUNG) && !isStill(now)) {
                return new Look.Unsettled();
            }
            List<ConfigError> known = mistakes;
            note(now, e.mistakes());
            return mistakes.equals(known) ? new Look.Unchanged() : new Look.Refused(mistakes);
        }
    }

    /** Whether what was loaded is what was looked at before; if not, it settles from now on. */
    private boolean isStill(String now) {
        String after = fingerprintNow();
        isSettled(after);
        return after.equals(now);
    }

    private void note(String fingerprint, List<ConfigError> found) {
        tried = fingerprint;
        triedNanos = ticker.read();
        mistakes = found;
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
        all.addAll(named);
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
            return HUNG;
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
