package dev.websocketexporter.config.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a text that is no YAML, in words for its author: the parser has words for those who know its grammar.
 * Never the text of a line, nor the name of an alias or a tag: a secret without its quotes may look like one.
 */
final class YamlFaults {
    private static final String UNKNOWN_TAG = "unknown tag" + NodeReader.EXPECTED_NO_TAG;

    /**
     * How a problem of the parser begins, perhaps where it was met, and what it means.
     *
     * @param context how the parser's context begins; empty: any
     */
    private record Fault(String context, String problem, String words) {
        boolean matches(String actualContext, String actualProblem) {
            return actualContext.startsWith(context) && actualProblem.startsWith(problem);
        }
    }

    /** The first that matches counts. */
    private static final List<Fault> FAULTS = new ArrayList<>();

    static {
        fault("expected a single document", "", "a second document begins (expected: one document a file)");
        fault(
                "",
                "found undefined alias",
                "an alias without its anchor (expected: quotes around a text that begins with *)");
        fault("", "found undefined tag handle", UNKNOWN_TAG);
        fault("", "Global tag is not allowed", UNKNOWN_TAG);
        fault("while scanning a tag", "", "a tag that is none" + NodeReader.EXPECTED_NO_TAG);
        fault(
                "while scanning an anchor",
                "",
                "an anchor without a name (expected: quotes around a text that begins with &)");
        fault(
                "while scanning an alias",
                "",
                "an alias without a name (expected: quotes around a text that begins with *)");
        fault(
                "",
                "found character '\\t",
                "not valid YAML: a tab in front of a key or a value (expected: spaces as indentation)");
        fault(
                "while scanning for the next token",
                "found character",
                "not valid YAML: a value begins with a character that has a meaning of its own (expected: quotes around it)");
        fault(
                "",
                "mapping values are not allowed here",
                "not valid YAML: a colon where none may be (expected: the indentation of its neighbours, a colon after the"
                        + " key of the line before, or quotes around a text with a colon in it)");
        fault(
                "",
                "sequence entries are not allowed here",
                "not valid YAML: a list begins where none may be (expected: its dashes on lines of their own, or quotes"
                        + " around a text that begins with a dash)");
        fault(
                "",
                "mapping keys are not allowed here",
                "not valid YAML: a question mark where none may be (expected: quotes around a text that begins with it)");
        fault(
                "",
                "found unknown escape character",
                "not valid YAML: an escape that does not exist (expected: single quotes around a text with backslashes, such"
                        + " as '\\d+')");
        fault(
                "while scanning a double-quoted",
                "expected escape sequence",
                "not valid YAML: an escape without its digits (expected: single quotes around a text with backslashes, such"
                        + " as '\\d+')");
        fault(
                "",
                "found unexpected end of stream",
                "not valid YAML: a quote is not closed (expected: a closing quote)");
        fault(
                "",
                "found unexpected document separator",
                "not valid YAML: a quote is not closed (expected: a closing quote)");
        fault(
                "",
                "could not find expected ':'",
                "not valid YAML: a key without a colon (expected: KEY: VALUE, or quotes around a text of several lines)");
        fault(
                "while parsing a flow",
                "",
                "not valid YAML: a bracket is not closed, or a comma is missing (expected: a closing bracket, or quotes"
                        + " around a text with brackets or a ? in it)");
        fault(
                "",
                "expected <block end>",
                "not valid YAML: what stands here belongs to no key (expected: the indentation of its neighbours, or quotes"
                        + " around the whole text)");
        fault(
                "while scanning a block scalar",
                "",
                "not valid YAML: something after | or > in its line (expected: the text on the lines below, indented)");
        fault(
                "while scanning a directive",
                "",
                "not valid YAML: a line that begins with % (expected: quotes around a text that begins with it)");
        fault(
                "while scanning a YAML directive",
                "",
                "not valid YAML: a line %YAML that is broken (expected: the file without it)");
        fault(
                "",
                "found duplicate YAML directive",
                "not valid YAML: a second line %YAML (expected: the file without it)");
        fault(
                "",
                "found incompatible YAML document",
                "not valid YAML: another version in the line %YAML (expected: the file without it)");
        fault(
                "",
                "special characters are not allowed",
                "not valid YAML: a character that no text has (expected: printable text)");
    }

    private static final String ANYTHING_ELSE =
            "not valid YAML (expected: KEY: VALUE with the indentation of its neighbours, and quotes around a text with"
                    + " characters that YAML uses)";

    private YamlFaults() {}

    private static void fault(String context, String problem, String words) {
        FAULTS.add(new Fault(context, problem, words));
    }

    /** What is wrong, and what would be right. */
    static String words(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext();
        String problem = e.getProblem() == null ? "" : e.getProblem();
        return FAULTS.stream()
                .filter(fault -> fault.matches(context, problem))
                .map(Fault::words)
                .findFirst()
                .orElse(ANYTHING_ELSE);
    }

    /** The same for a problem that the parser has with the text as a whole. */
    static String words(String problem) {
        return problem.startsWith("Nesting Depth")
                ? "not valid YAML: brackets or blocks nested too deep (expected: at most 50 levels)"
                : ANYTHING_ELSE;
    }
}
