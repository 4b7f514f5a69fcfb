package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.WebLoaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.time.Duration;

/** A web configuration: it loads, or its mistakes have places in the file. */
public final class WebConfigFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(250), 256 << 20);

    private WebConfigFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        BOUNDS.hold(data, WebConfigFuzz::play);
    }

    private static void play(byte[] data) {
        try {
            WebLoaded loaded = ConfigFuzz.content(data).loadWeb(tls -> null);
            loaded.warnings().forEach(warning -> Expect.line(warning, ConfigFuzz.LONGEST_LINE));
            Expect.that(
                    loaded.configuration().headers().values().stream().allMatch(WebConfigFuzz::isOneLine),
                    "a response header of two lines");
        } catch (ConfigurationException e) {
            ConfigFuzz.judge(e, data);
        }
    }

    private static boolean isOneLine(String value) {
        return value.indexOf('\n') < 0 && value.indexOf('\r') < 0 && value.indexOf('\0') < 0;
    }
}
