package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code alerts/} are ones for those who evaluate rules in the place of Prometheus. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class RulersE2eIT {
    @TempDir
    private Path directory;

    /** A program that says whether it would load files of rules. */
    enum Ruler {
        VMALERT("vmalert", "-dryRun") {
            @Override
            String file(Path rules) {
                return "-rule=" + rules;
            }

            /** Its language has no native histograms, and VictoriaMetrics makes none of classic ones. */
            @Override
            String prepared(String rules) {
                return rules.replaceAll("(?m)^.*histogram_count.*\n", "");
            }
        },
        MIMIR("mimirtool", "rules", "check"),
        THANOS("thanos", "tools", "rules-check") {
            @Override
            String file(Path rules) {
                return "--rules=" + rules;
            }
        };

        private final String program;
        private final List<String> arguments;

        Ruler(String program, String... arguments) {
            this.program = program;
            this.arguments = List.of(arguments);
        }

        String file(Path rules) {
            return rules.toString();
        }

        /** What docs/scraping.md does to the rules before. */
        String prepared(String rules) {
            return rules;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.SAME_THREAD)
    void itLoadsAllRules(Ruler ruler) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path rules : AlertRule.files()) {
            files.add(
                    Files.writeString(directory.resolve(rules.getFileName()), ruler.prepared(Files.readString(rules))));
        }

        Exporter.Ended ended = check(ruler, files);

        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** Or else all was well for want of a check. */
    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.SAME_THREAD)
    void aRuleThatIsNoneIsFound(Ruler ruler) throws IOException {
        Path bad = Files.writeString(
                directory.resolve("bad.rules.yml"), "groups: [{name: bad, rules: [{alert: Bad, expr: 'sum by ('}]}]\n");

        Exporter.Ended ended = check(ruler, List.of(bad));

        assertThat(ended.output()).contains("sum by (");
        assertThat(ended.status()).isNotZero();
    }

    private Exporter.Ended check(Ruler ruler, List<Path> files) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Tools.builtByHand(ruler.program).toString()));
        command.addAll(ruler.arguments);
        files.forEach(file -> command.add(ruler.file(file.toAbsolutePath())));
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
