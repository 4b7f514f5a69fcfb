package dev.websocketexporter.config;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
final class YamlDocument {
    private static final String EXPECTED = " (expected: modules: with at least one module)";

    private final Diagnostics findings;

    private YamlDocument(Diagnostics findings) {
        this.findings = findings;
    }

    /**
     * Reads the one document of a file.
     *
     * @throws ConfigurationException when it is not well formed, or its aliases make no sense
     */
    static YamlValue read(byte[] bytes, Diagnostics findings) throws ConfigurationException {
        YamlDocument document = new YamlDocument(findings);
        Node root = document.compose(document.decode(bytes));
        if (root == null) {
            throw findings.fatal(new Position(1, 1), "", "the file is empty" + EXPECTED);
        }
        return NodeReader.read(root, findings);
    }

    private String decode(byte[] bytes) throws ConfigurationException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            throw findings.fatal(Position.behind(out), "", "not UTF-8 (expected: a text file in UTF-8)");
        }
        return out.toString();
    }

    private @Nullable Node compose(String text) throws ConfigurationException {
        LoaderOptions options = new LoaderOptions();
        // Aliases are measured by what they grow to, which is what hurts: see NodeReader.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw findings.fatal(position(e), "", problem(e));
        } catch (ReaderException e) {
            int offset = text.offsetByCodePoints(0, e.getPosition());
            throw findings.fatal(
                    Position.behind(text.substring(0, offset)),
                    "",
                    "not valid YAML: holds the character " + String.format(Locale.ROOT, "U+%04X", e.getCodePoint())
                            + " (expected: printable text)");
        } catch (YAMLException e) {
            throw findings.fatal(null, "", "not valid YAML: " + e.getMessage());
        }
    }

    private static @Nullable Position position(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null ? null : NodeReader.position(mark);
    }

    /** Never the text of a line, nor the name of an alias or a tag: a secret without its quotes may look like one. */
    private static String problem(MarkedYAMLException e) {
        if ("expected a single document in the stream".equals(e.getContext())) {
            return "a second document begins (expected: one document a file)";
        }
        String problem = String.valueOf(e.getProblem());
        if (problem.startsWith("found undefined alias")) {
            return "an alias without its anchor (expected: quotes around a text that begins with *)";
        }
        if (problem.startsWith("found undefined tag handle") || problem.startsWith("Global tag is not allowed")) {
            return "unknown tag" + NodeReader.EXPECTED_NO_TAG;
        }
        List<String> parts = new ArrayList<>(List.of("not valid YAML"));
        if (e.getContext() != null) {
            parts.add(e.getContext());
        }
        if (e.getProblem() != null) {
            parts.add(e.getProblem());
        }
        return String.join(": ", parts) + YamlHint.of(e.getContext(), problem);
    }
}
