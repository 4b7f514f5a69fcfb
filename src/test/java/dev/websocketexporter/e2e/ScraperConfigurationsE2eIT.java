package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of {@code examples/scrapers/} can be judged where the programs themselves are not: all that is Prometheus', and keys. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(150)
class ScraperConfigurationsE2eIT {
    private static final Pattern KEY = Pattern.compile("(?m)^ *(?:# )?(\\w+) =");
    private static final Pattern TABLE = Pattern.compile("(?m)^ *(?:# )?\\[+([\\w.]+)]+");
    /** Of every plugin of Telegraf: which tags go out. */
    private static final String ANYWHERE = "tagexclude";

    @TempDir
    private Path root;

    @BeforeEach
    void copyRules() throws IOException {
        AlertRule.copyTo(root);
        ScraperRecipe.writeTargets(root, List.of("wss://chat.example.com/"), List.of("wss://presence.example.com/"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource
    void promtoolAcceptsAnAgentAndItsReceiver(Release release) throws IOException {
        Path agent = ScraperRecipe.of("prometheus-agent/agent.yml", root).write();
        Path receiver = ScraperRecipe.of("prometheus-agent/receiver.yml", root).write();

        assertThat(check(release, "--agent", agent)).contains("SUCCESS");
        assertThat(check(release, "--no-agent", receiver))
                .contains(AlertRule.files().size() + " rule files found");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource
    void promtoolAcceptsWhatVmagentScrapes(Release release) throws IOException {
        Path scrape = ScraperRecipe.of("vmagent/scrape.yml", root).write();

        assertThat(check(release, "--no-agent", scrape)).contains("SUCCESS");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource
    void promtoolAcceptsWhatTheCollectorScrapes(Release release) throws IOException {
        Path file = ScraperRecipe.of("otelcol/config.yaml", root).write();
        Object receiver = ((Map<?, ?>) AlertRule.parse(file).get("receivers")).get("prometheus");
        Path prometheus = root.resolve("prometheus.yml");
        new ObjectMapper().writeValue(prometheus.toFile(), ((Map<?, ?>) receiver).get("config"));

        assertThat(check(release, "--no-agent", prometheus)).contains("SUCCESS");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void everyKeyIsOneOfTelegrafsPlugin() throws IOException {
        Path plugins = GoSources.TELEGRAF.directory(root).resolve("plugins");
        String text = Files.readString(ScraperRecipe.DIRECTORY.resolve("telegraf/telegraf.conf"));
        List<String> checked = new ArrayList<>();

        for (String part : text.split("(?m)^(?=\\[)")) {
            Matcher table = TABLE.matcher(part);
            if (table.find() && table.group(1).contains(".")) {
                checked.add(table.group(1));
                String known = Files.readString(plugins.resolve(table.group(1).replace('.', '/') + "/sample.conf"));
                assertThat(keys(own(part))).as(table.group(1)).isSubsetOf(with(keys(known), ANYWHERE));
            }
        }

        assertThat(checked)
                .containsExactly("inputs.prometheus", "inputs.prometheus", "processors.regex", "outputs.http");
    }

    /** Without tables whose keys are anybody's: tags and header fields. */
    private static String own(String part) {
        return part.replaceAll("(?ms)^ *\\[[\\w.]+\\.(?:tags|headers)]\n.*", "");
    }

    private static Set<String> keys(String text) {
        return KEY.matcher(text)
                .results()
                .map((MatchResult key) -> key.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> with(Set<String> keys, String another) {
        keys.add(another);
        return keys;
    }

    /** What promtool says of a configuration without a mistake. */
    private String check(Release release, String mode, Path file) throws IOException {
        List<String> command = List.of(
                release.promtool().toString(), "check", "config", "--lint=all", "--lint-fatal", mode, file.toString());
        try (ManagedProcess promtool = ManagedProcess.start(root, command)) {
            assertThat(promtool.awaitExit()).as(promtool.output()).isZero();
            return promtool.output();
        }
    }
}
