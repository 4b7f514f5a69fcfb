package dev.websocketexporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's table of reasons is that of the code. */
class ReadmeTest {
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");

    @ParameterizedTest
    @EnumSource(Phase.class)
    void reasonsOfAPhaseAreThoseOfTheCode(Phase phase) throws IOException {
        Set<String> inTheCode = Arrays.stream(Reason.values())
                .filter(reason -> reason.phases().contains(phase) && reason != Reason.INTERNAL_ERROR)
                .map(Reason::label)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown(phase.label())).isEqualTo(inTheCode);
    }

    private static Set<String> shown(String phase) throws IOException {
        String row = "| `" + phase + "` | `";
        return Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith(row))
                .flatMap(line -> WORD.matcher(line).results())
                .map((MatchResult word) -> word.group(1))
                .filter(word -> !word.equals(phase))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
