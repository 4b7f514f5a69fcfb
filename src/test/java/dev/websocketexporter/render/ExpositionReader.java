package dev.websocketexporter.render;

import dev.websocketexporter.fuzz.Expect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads an exposition by the grammar, and takes nothing else: Prometheus text 0.0.4, or OpenMetrics 1.0. */
final class ExpositionReader {
    private final String text;
    private int at;

    private ExpositionReader(String text) {
        this.text = text;
    }

    /** The labels of the last sample of each metric. */
    static Map<String, Map<String, String>> read(String exposition, ExpositionFormat format) {
        boolean open = format == ExpositionFormat.OPENMETRICS;
        Map<String, Map<String, String>> last = new HashMap<>();
        Set<String> heads = new HashSet<>();
        Set<String> samples = new HashSet<>();
        Expect.that(exposition.endsWith("\n"), "no end of line at the end");
        String[] lines = exposition.split("\n", -1);
        int count = lines.length - 1;
        Expect.equal(lines[count - 1].equals("# EOF"), open, "# EOF at the end");
        String metric = "";
        for (int i = 0; i < count - (open ? 1 : 0); i++) {
            String line = lines[i];
            if (line.startsWith("#")) {
                String[] words = line.split(" ", 4);
                Expect.that(words.length == 4 && (words[1].equals("HELP") || words[1].equals("TYPE")), "line " + line);
                Expect.that(heads.add(words[1] + " " + words[2]), "twice: " + line);
                metric = words[2];
            } else {
                ExpositionReader reader = new ExpositionReader(line);
                String name = reader.name();
                Expect.equal(name, metric, "a sample below the head of another metric");
                Map<String, String> labels = reader.labels(!open);
                reader.value();
                Expect.that(samples.add(name + labels), "a series twice: " + line);
                last.put(name, labels);
            }
        }
        return last;
    }

    private String name() {
        int from = at;
        while (at < text.length() && isNameChar(text.charAt(at), at == from)) {
            at++;
        }
        Expect.that(at > from, "no name at " + at + " in " + text);
        return text.substring(from, at);
    }

    private static boolean isNameChar(char c, boolean first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
    }

    /** @param lastComma a comma after the last one is allowed */
    private Map<String, String> labels(boolean lastComma) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (text.charAt(at) != '{') {
            return labels;
        }
        at++;
        while (text.charAt(at) != '}') {
            String name = name();
            expect('=');
            expect('"');
            Expect.that(labels.put(name, value(new StringBuilder())) == null, "the label " + name + " twice");
            if (text.charAt(at) == ',') {
                at++;
                Expect.that(lastComma || text.charAt(at) != '}', "a comma after the last label");
            }
        }
        at++;
        return labels;
    }

    private String value(StringBuilder value) {
        for (char c = text.charAt(at); c != '"'; c = text.charAt(at)) {
            at++;
            if (c == '\\') {
                char escaped = text.charAt(at++);
                Expect.that(escaped == '\\' || escaped == '"' || escaped == 'n', "an escape that there is not");
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(c);
            }
        }
        at++;
        return value.toString();
    }

    private void expect(char c) {
        Expect.that(text.charAt(at) == c, "no " + c + " at " + at + " in " + text);
        at++;
    }

    private void value() {
        expect(' ');
        Expect.that(!Double.isNaN(Double.parseDouble(text.substring(at))), "no number in " + text);
    }
}
