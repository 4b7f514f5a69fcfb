package dev.websocketexporter.config.yaml;

import java.io.StringReader;
import java.util.Arrays;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Tabs between the tokens of a YAML text. YAML 1.1 (§5.5, §7.4) and 1.2 (§6.2) allow them there, and only not as
 * indentation; SnakeYAML refuses them. A space takes the place of each, so that all positions stay.
 */
final class SeparationTabs {
    private final int[] text;
    private final int[] shown;

    private SeparationTabs(int[] text) {
        this.text = text;
        this.shown = text.clone();
    }

    /** The text with spaces for those tabs. Those in values and comments stay, and those that are indentation. */
    static String replacedIn(String text, LoaderOptions options) {
        if (text.indexOf('\t') < 0) {
            return text;
        }
        SeparationTabs tabs = new SeparationTabs(text.codePoints().toArray());
        try {
            tabs.replace(options);
        } catch (YAMLException e) {
            // It is broken in another way, which the parser tells best from the text as it is.
            return text;
        }
        return new String(tabs.shown, 0, tabs.shown.length);
    }

    /** With a space for every tab, the tokens are at the same places. */
    private void replace(LoaderOptions options) {
        int[] spaced = Arrays.stream(text).map(c -> c == '\t' ? ' ' : c).toArray();
        StringReader reader = new StringReader(new String(spaced, 0, spaced.length));
        ScannerImpl scanner = new ScannerImpl(new StreamReader(reader), options);
        int done = 0;
        int brackets = 0;
        while (scanner.checkToken()) {
            Token token = scanner.getToken();
            int start = token.getStartMark().getIndex();
            if (start > done) {
                replace(done, start, brackets > 0);
            }
            done = Math.max(done, end(token, start));
            brackets += depth(token);
        }
        replace(done, text.length, brackets > 0);
    }

    private static int end(Token token, int start) {
        return token instanceof ScalarToken ? token.getEndMark().getIndex() : start;
    }

    private static int depth(Token token) {
        return switch (token.getTokenId()) {
            case FlowMappingStart, FlowSequenceStart -> 1;
            case FlowMappingEnd, FlowSequenceEnd -> -1;
            default -> 0;
        };
    }

    private void replace(int from, int to, boolean inBrackets) {
        for (int i = from; i < to; i++) {
            if (text[i] == '\t' && (inBrackets || !isIndentation(i))) {
                shown[i] = ' ';
            }
        }
    }

    /** Only white space in front of it, and something after it that it would indent. */
    private boolean isIndentation(int tab) {
        int before = tab - 1;
        while (before >= 0 && isBlank(text[before])) {
            before--;
        }
        if (before >= 0 && !isBreak(text[before])) {
            return false;
        }
        int after = tab + 1;
        while (after < text.length && isBlank(text[after])) {
            after++;
        }
        return after < text.length && !isBreak(text[after]) && text[after] != '#';
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r';
    }
}
