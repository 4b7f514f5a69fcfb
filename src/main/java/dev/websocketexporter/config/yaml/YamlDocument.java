package dev.websocketexporter.config.yaml;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** The bytes of a file, read as one YAML document in UTF-8. */
public final class YamlDocument {
    private static final String EXPECTED = " (expected: modules: with at least one module)";

    private final Diagnostics diagnostics;

    private YamlDocument(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Reads the one document of a file.
     *
     * @throws ConfigurationException if it is not well-formed, or its aliases make no sense
     */
    public static YamlValue read(byte[] bytes, Diagnostics diagnostics) throws ConfigurationException {
        YamlValue root = readMaybeEmpty(bytes, diagnostics);
        if (root == null) {
            throw diagnostics.fatal(new Position(1, 1), "", "the file is empty" + EXPECTED);
        }
        return root;
    }

    /**
     * Reads the one document of a file that may be empty; null if it is.
     *
     * @throws ConfigurationException if it is not well-formed, or its aliases make no sense
     */
    public static @Nullable YamlValue readMaybeEmpty(byte[] bytes, Diagnostics diagnostics)
            throws ConfigurationException {
        YamlDocument document = new YamlDocument(diagnostics);
        Node root = document.compose(document.decode(bytes));
        return root == null ? null : NodeReader.read(root, diagnostics);
    }

    private String decode(byte[] bytes) throws ConfigurationException {
        Charset charset = beginsWithMarkOfUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            throw diagnostics.fatal(Position.after(out), "", "not " + charset + " (expected: a text file in UTF-8)");
        }
        return out.toString();
    }

    /** YAML 1.2 §5.2; the shell of Windows writes files like that. */
    private static boolean beginsWithMarkOfUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    private @Nullable Node compose(String text) throws ConfigurationException {
        LoaderOptions options = new LoaderOptions();
        // NodeReader limits what aliases grow to; their number does no harm.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            return new Yaml(options).compose(new StringReader(SeparationTabs.replacedIn(text, options)));
        } catch (MarkedYAMLException e) {
            throw diagnostics.fatal(position(e), "", YamlFaults.words(e));
        } catch (ReaderException e) {
            int offset = text.offsetByCodePoints(0, e.getPosition());
            throw diagnostics.fatal(
                    Position.after(text.substring(0, offset)),
                    "",
                    "not valid YAML: holds the character " + String.format(Locale.ROOT, "U+%04X", e.getCodePoint())
                            + " (expected: printable text)");
        } catch (YAMLException e) {
            throw diagnostics.fatal(null, "", YamlFaults.words(String.valueOf(e.getMessage())));
        }
    }

    private static @Nullable Position position(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null ? null : NodeReader.position(mark);
    }
}
