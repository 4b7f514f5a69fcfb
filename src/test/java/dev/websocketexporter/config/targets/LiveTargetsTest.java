package dev.websocketexporter.config.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.targets.LiveTargets.Look;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.HungFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with targets: what they offer, and what becomes of those that cannot be used. */
@Timeout(60)
class LiveTargetsTest {
    private static final TargetJudge JUDGE = judge("websocket", "chat");

    private final LiveTargets live = new LiveTargets();

    @TempDir
    private Path directory;

    private static TargetJudge judge(String... modules) {
        Map<String, ProbeModule> all = new LinkedHashMap<>();
        for (String name : modules) {
            all.put(
                    name,
                    ProbeModule.withDefaults(name).withParams(List.of(new ModuleParam(ModuleParam.Kind.ORIGIN, null))));
        }
        return new TargetJudge(all, TargetPolicy.DEFAULT);
    }

    private Look look() {
        return look(JUDGE);
    }

    private Look look(TargetJudge judge) {
        return live.look(List.of(group(Map.of("team", "chat"))), judge);
    }

    private TargetGroup group(Map<String, String> labels) {
        return new TargetGroup(List.of(), List.of(new FilePattern(directory, "*.yml")), "chat", labels);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static List<String> urls(Look look) {
        return look.offered().stream()
                .flatMap(group -> group.targets().stream())
                .map(ListedTarget::url)
                .toList();
    }

    @Test
    void fileSaysMoreThanTheGroupThatNamesIt() throws IOException {
        write("a.yml", """
                - targets: ["wss://a.example/?token=abc", "ws://b.example"]
                - targets: [ws://c.example]
                  labels: {team: other, __param_module: websocket, __param_param_origin: "https://app.example"}
                """);
        write("b.yml", "[{\"targets\": [\"ws://d.example\"],\n\t\"labels\": {\"room\": \"d\"}}]");
        write(".c.yml", "- targets: [ws://hidden.example]");
        write("d.txt", "- targets: [ws://other.example]");
        Look look = look();

        assertThat(look.mistakes()).isEmpty();
        assertThat(urls(look))
                .containsExactly("wss://a.example/?token=abc", "ws://b.example", "ws://c.example", "ws://d.example");
        assertThat(look.offered())
                .extracting(OfferedGroup::labels)
                .containsExactly(
                        Map.of("__param_module", "chat", "team", "chat"),
                        Map.of(
                                "__param_module",
                                "websocket",
                                "team",
                                "other",
                                "__param_param_origin",
                                "https://app.example"),
                        Map.of("__param_module", "chat", "team", "chat", "room", "d"));
        assertThat(look.targets()).isEqualTo(4);
        assertThat(look.offered().toString()).doesNotContain("abc");
    }

    @Test
    void filesMayComeAndChangeAndGo() throws IOException {
        Path first = write("a.yml", "- targets: [ws://a.example]");
        assertThat(look().changed()).containsExactly(first);
        assertThat(look().changed()).isEmpty();
        Path second = write("b.yml", "- targets: [ws://b.example]");
        write("a.yml", "- targets: [ws://a2.example]");

        assertThat(urls(look())).containsExactly("ws://a2.example", "ws://b.example");
        Files.delete(second);
        Look look = look();
        assertThat(urls(look)).containsExactly("ws://a2.example");
        assertThat(look.gone()).containsExactly(second);
        write("a.yml", "[]");
        assertThat(urls(look())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | : the file is empty (expected: a list of groups such as - targets: [wss://example.com/chat]; [] for none)
            {targets: [ws://a.example]} | :1:1: the file is a mapping (expected: a list of groups such as - targets: [wss://example.com/chat]; [] for none)
            - targets: [ws://a.example | :2:1: not valid YAML: a bracket is not closed, or a comma is missing (expected: a closing bracket, or quotes around a text with brackets or a ? in it)
            - {targets: [a.example]} | :1:14: [0].targets[0]: has no scheme (expected: a ws:// or wss:// URL such as wss://example.com/chat)
            - {targets: [ws://a.example], module: chat} | :1:31: [0].module: unknown field (did you mean "labels.__param_module"?)
            - {targets: [ws://a.example], labels: {__param_module: caht}} | :1:31: [0].labels: "caht" is no module (did you mean "chat"?)
            - {targets: [ws://a.example], labels: {__param_param_cookie: MARKER}} | :1:31: [0].labels: parameter "param_cookie" is not taken by module "chat" (expected: one of param_origin, as its params in the configuration say)
            - {labels: {a: b}} | :1:3: [0].targets: missing (expected: a list, each entry a ws:// or wss:// URL such as wss://example.com/chat)
            - {targets: [ws://a.example, ws://a.example/]} | :1:30: [0].targets[1]: "ws://a.example/" is there already, in line 1 (expected: once)
            """)
    void mistakeSaysWhereAndWhatWouldBeRight(String content, String message) throws IOException {
        Path file = write("a.yml", content + "\n");

        assertThat(look().mistakes())
                .singleElement()
                .extracting(ConfigError::toString)
                .isEqualTo(file + message);
    }

    @Test
    void badFileChangesNothing() throws IOException {
        write("a.yml", "- targets: [ws://a.example]");
        write("b.yml", "- targets: [ws://b.example]");
        look();
        write("a.yml", "- targets: [ws://a2.example, nonsense]");
        write("b.yml", "- targets: [ws://b2.example]");
        Look look = look();

        assertThat(urls(look)).containsExactly("ws://a.example", "ws://b2.example");
        assertThat(look.mistakes()).hasSize(1);
        assertThat(look().mistakes()).as("it stays a mistake").hasSize(1);
        // Not even another label of the group, which is a change of the configuration, loses it.
        assertThat(urls(live.look(List.of(group(Map.of("team", "new"))), JUDGE)))
                .containsExactly("ws://a.example", "ws://b2.example");
    }

    @Test
    void fileIsJudgedAnewWhenTheConfigurationHasOtherModules() throws IOException {
        write("a.yml", "- {targets: [ws://a.example], labels: {__param_module: new}}");
        assertThat(look().mistakes()).hasSize(1);

        Look look = look(judge("websocket", "chat", "new"));
        assertThat(look.mistakes()).isEmpty();
        assertThat(urls(look)).containsExactly("ws://a.example");
    }

    @Test
    void fileThatIsNamedAndNotThereIsAMistake() {
        TargetGroup group = new TargetGroup(
                List.of(), List.of(new FilePattern(directory.resolve("none"), "a.yml")), "chat", Map.of());

        assertThat(live.look(List.of(group), JUDGE).mistakes())
                .extracting(ConfigError::toString)
                .containsExactly(
                        directory.resolve("none/a.yml") + ": no such file (expected: it, or a name with an asterisk)");
        assertThat(look().mistakes()).as("a name with an asterisk").isEmpty();
    }

    @Test
    void directoryThatCannotBeReadLeavesEachGroupItsOwnFiles() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        List<TargetGroup> groups = Stream.of("a", "b")
                .map(name -> new TargetGroup(
                        List.of(), List.of(new FilePattern(files, name + "*.yml")), "chat", Map.of("group", name)))
                .toList();
        for (String name : List.of("a", "b")) {
            Files.writeString(files.resolve(name + ".yml"), "- targets: [ws://" + name + ".example]");
        }
        live.look(groups, JUDGE);
        Files.move(files, directory.resolve("elsewhere"));
        // Nobody can read what leads to itself, not even root.
        Files.createSymbolicLink(files, files);
        Look look = live.look(groups, JUDGE);

        assertThat(look.mistakes()).hasSize(3).first().asString().startsWith(files + ": cannot be read");
        assertThat(look.offered())
                .extracting(group -> group.labels().get("group") + " " + group.targets())
                .containsExactly("a [ws://a.example]", "b [ws://b.example]");
    }

    @Test
    void fileThatHangsHoldsTheOthersUpForASecondAndKeepsItsTargets() throws IOException {
        Path first = write("a.yml", "- targets: [ws://a.example]");
        write("b.yml", "- targets: [ws://b.example]");
        look();
        try (HungFiles hung = HungFiles.of(List.of(first))) {
            assertThat(hung).isNotNull();
            write("b.yml", "- targets: [ws://b2.example]");
            Look look = look();

            assertThat(urls(look)).containsExactly("ws://a.example", "ws://b2.example");
            assertThat(look.mistakes())
                    .singleElement()
                    .asString()
                    .startsWith(first + ": cannot be read: it did not answer within 1 s");
        }
    }
}
