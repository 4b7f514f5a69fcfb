package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.testkit.Generated;
import dev.websocketexporter.testkit.RsaKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forms of every key that blackbox_exporter has, against what that program says of them. The fixture has its answers, a
 * form a line; {@code mvn test -Dgenerate -Dtest=DropInFormsTest} writes it, with the program on the PATH.
 */
class DropInFormsTest {
    private static final Path FIXTURE = Path.of("src/test/resources/dev/websocketexporter/config/drop-in-forms.txt");
    private static final Path COMPARISON = Path.of("docs/comparison.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- where it differs -->\n).*?(<!-- end -->\n)");

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTheFiles() throws IOException {
        Files.writeString(directory.resolve("secret"), "guess\n");
        Files.writeString(directory.resolve("client.crt"), Pem.CERTIFICATE);
        Files.writeString(directory.resolve("client.key"), Pem.KEY);
        Files.writeString(directory.resolve("rsa.key"), RsaKeys.PEM);
    }

    @Test
    void theProgramAnswersAsTheFixtureSays() throws IOException, InterruptedException {
        Optional<BlackboxExporter> program = BlackboxExporter.onThePath();
        assumeTrue(program.isPresent(), "no blackbox_exporter with the websocket prober is on the PATH");
        Path file = directory.resolve("blackbox.yml");
        StringBuilder answers = new StringBuilder("# blackbox_exporter, " + BlackboxExporter.VERSION + "\n");
        for (String form : DropInForms.all()) {
            answers.append(program.get().loads(form, file) ? "yes" : "no")
                    .append('\t')
                    .append(escaped(form))
                    .append('\n');
        }

        Generated.assertUpToDate(FIXTURE, answers.toString());
    }

    @Test
    void theFixtureHasEveryForm() throws IOException {
        assertThat(forms()).hasSizeGreaterThan(2_000);
        assertThat(forms().stream().map(Form::yaml)).containsExactlyElementsOf(DropInForms.all());
    }

    @Test
    void whatLoadsInOneExporterLoadsInTheOtherExceptWhatIsStated() throws IOException {
        Set<DropInException> met = EnumSet.noneOf(DropInException.class);
        List<String> unexplained = new ArrayList<>();
        for (Form form : forms()) {
            List<String> mistakes = mistakes(form.yaml());
            if (form.loadsThere() && !mistakes.isEmpty()) {
                mistakes.forEach(mistake -> note(form, mistake, DropInException.of(mistake), met, unexplained));
            } else if (!form.loadsThere() && mistakes.isEmpty()) {
                note(form, "loads here", DropInException.ofForm(escaped(form.yaml())), met, unexplained);
            }
        }

        assertThat(unexplained).isEmpty();
        assertThat(met).as("exceptions that some form needs").containsExactly(DropInException.values());
    }

    @Test
    void theExceptionsAreInTheComparison() throws IOException {
        String page = Files.readString(COMPARISON);
        Matcher table = TABLE.matcher(page);
        assertThat(table.find()).isTrue();

        Generated.assertUpToDate(
                COMPARISON,
                table.replaceFirst(
                        Matcher.quoteReplacement(table.group(1) + DropInException.table() + table.group(2))));
    }

    private static void note(
            Form form, String finding, List<DropInException> why, Set<DropInException> met, List<String> unexplained) {
        met.addAll(why);
        if (why.isEmpty()) {
            unexplained.add(escaped(form.yaml()) + ": " + finding);
        }
    }

    private List<String> mistakes(String yaml) {
        try {
            Yaml.load(yaml.getBytes(StandardCharsets.UTF_8), directory);
            return List.of();
        } catch (ConfigurationException e) {
            return e.mistakes().stream().map(Object::toString).toList();
        }
    }

    /** A form, and whether blackbox_exporter loads it. */
    private record Form(boolean loadsThere, String yaml) {}

    private static List<Form> forms() throws IOException {
        return Files.readAllLines(FIXTURE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> new Form(line.startsWith("yes\t"), unescaped(line.substring(line.indexOf('\t') + 1))))
                .toList();
    }

    private static String escaped(String form) {
        return form.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String unescaped(String form) {
        return Pattern.compile("\\\\(.)")
                .matcher(form)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            default -> escape.group(1);
                        }));
    }
}
