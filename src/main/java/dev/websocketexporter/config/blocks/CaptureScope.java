package dev.websocketexporter.config.blocks;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.types.EditDistance;
import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the steps read so far capture, for the references of the next one. */
final class CaptureScope {
    private static final int MOST_SHOWN = 10;

    private final Set<String> names = new LinkedHashSet<>();
    private boolean certain = true;

    void add(Pattern expect) {
        for (int group = 0; group <= expect.groupCount(); group++) {
            names.add(String.valueOf(group));
        }
        names.addAll(expect.namedGroups().keySet());
    }

    /** An expression that does not compile might have captured anything. */
    void addUnknown() {
        certain = false;
    }

    /** What is wrong with each reference to something that no step can have captured. */
    List<String> mistakes(Stream<String> references) {
        List<String> mistakes = new ArrayList<>();
        references
                .distinct()
                .filter(name -> certain && !names.contains(name))
                .forEach(name -> mistakes.add("refers to " + Printable.ofYaml(braced(name))
                        + ", which no expect before it captures (" + remedy(name) + ")"));
        return mistakes;
    }

    private String remedy(String name) {
        if (names.isEmpty()) {
            return "expected: a step with expect before this one; a text with its own ${ goes by send_file";
        }
        return alike(name)
                .map(meant -> "did you mean \"" + braced(meant) + "\"?")
                .orElseGet(() -> "expected: one of " + shown() + "; a text with its own ${ goes by send_file");
    }

    private Optional<String> alike(String name) {
        return names.stream()
                .filter(known -> known.length() > 2 && EditDistance.between(name, known) <= 2)
                .min(Comparator.comparingInt(known -> EditDistance.between(name, known)));
    }

    private String shown() {
        return names.stream().limit(MOST_SHOWN).map(CaptureScope::braced).collect(Collectors.joining(", "))
                + (names.size() > MOST_SHOWN ? ", …" : "");
    }

    private static String braced(String name) {
        return "${" + name + "}";
    }
}
