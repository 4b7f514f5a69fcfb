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
import java.util.regex.Pattern;

/**
 * A configuration file: it loads, and then what {@code /config} shows loads to the same; or its mistakes have places in the
 * file.
 */
public final class ConfigFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(250), 256 << 20);
    private static final Pattern ODD_END_OF_LINE = Pattern.compile("\r(?!\n)|[\u0085\u2028\u2029]");
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

    /** Who counts a lone CR as the end of a line, or what YAML 1.1 has besides, comes to other columns. */
    private static boolean isIn(int[] lengths, Position position) {
        int line = position.line();
        boolean columnIsKnown = lengths.length > 0 && lengths[0] >= 0;
        return line >= 1
                && position.column() >= 1
                && (!columnIsKnown || (line <= lengths.length && position.column() <= lengths[line - 1] + 1));
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

    /** The characters of each line; negative when there are ends of lines that not everybody counts. */
    private static int[] lengths(byte[] data) {
        int mark = data.length < 2 ? 0 : (data[0] & 0xff) << 8 | (data[1] & 0xff);
        Charset charset = mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text = new String(data, charset);
        if (ODD_END_OF_LINE.matcher(text).find()) {
            return new int[] {-1};
        }
        String[] lines = text.split("\r?\n", -1);
        int[] lengths = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            lengths[i] = lines[i].codePointCount(0, lines[i].length());
        }
        return lengths;
    }
}
