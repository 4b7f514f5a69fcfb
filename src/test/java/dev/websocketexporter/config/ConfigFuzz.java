package dev.websocketexporter.config;

import dev.websocketexporter.config.ConfigurationSource.Content;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.ReadContext.ConfigContext;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

/**
 * A configuration file: it loads, and then what {@code /config} shows loads to the same; or its mistakes have places in the
 * file.
 */
public final class ConfigFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(250), 256 << 20);
    static final int LONGEST_LINE = 4_000;

    private ConfigFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        BOUNDS.hold(data, ConfigFuzz::play);
    }

    private static void play(byte[] data) {
        try {
            Loaded loaded = content(data).load();
            loaded.warnings().forEach(warning -> Expect.line(warning, LONGEST_LINE));
            again(loaded.configuration());
        } catch (ConfigurationException e) {
            judge(e, data);
        }
    }

    /** Each mistake is one line, and about the file as a whole or a place in it. */
    static void judge(ConfigurationException refusal, byte[] data) {
        int[] lengths = lengths(data);
        Expect.that(!refusal.mistakes().isEmpty(), "refused without a mistake");
        for (ConfigError mistake : refusal.mistakes()) {
            Expect.line(mistake.text(), LONGEST_LINE);
            Position position = mistake.position();
            Expect.that(position == null || isIn(lengths, position), "outside of the file: " + mistake);
        }
    }

    private static boolean isIn(int[] lengths, Position position) {
        return position.line() >= 1
                && position.line() <= lengths.length
                && position.column() >= 1
                && position.column() <= lengths[position.line() - 1] + 1;
    }

    static Content content(byte[] bytes) {
        // Files of the machine would make other inputs of the same bytes.
        Path nowhere = Path.of("/nonexistent");
        return new Content(
                "config.yml",
                new ConfigContext(nowhere, EnumSet.allOf(TlsVersion.class), new TimedFiles(TimedFiles.AT_MOST).begin()),
                bytes);
    }

    private static void again(Configuration configuration) {
        String shown = ConfigurationYaml.render(configuration);
        if (shown.contains(Secret.HIDDEN)) {
            return;
        }
        try {
            Configuration second =
                    content(shown.getBytes(StandardCharsets.UTF_8)).load().configuration();
            Expect.equal(ConfigurationYaml.render(second), shown, "shown, loaded and shown again");
        } catch (ConfigurationException e) {
            throw new AssertionError("what is shown does not load: " + e.getMessage() + "\n" + shown, e);
        }
    }

    /** The characters of each line. */
    private static int[] lengths(byte[] data) {
        int mark = data.length < 2 ? 0 : (data[0] & 0xff) << 8 | (data[1] & 0xff);
        Charset charset = mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String[] lines = new String(data, charset).split("\r\n|[\r\n\u0085\u2028\u2029]", -1);
        int[] lengths = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            lengths[i] = lines[i].codePointCount(0, lines[i].length());
        }
        return lengths;
    }
}
