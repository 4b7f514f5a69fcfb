package dev.websocketexporter.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.watch.WatchFiles.Look;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.testkit.HungFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with targets to watch: what is watched of them, and what becomes of those that cannot be used. */
@Timeout(60)
class WatchFilesTest {
    private final WatchFiles files = new WatchFiles(Shard.WHOLE);

    @TempDir
    private Path directory;

    private static WatchSettings settings(String name, int connections) {
        return new WatchSettings(
                name,
                "chat",
                ProbeModule.withDefaults("chat"),
                connections,
                new Pings(Duration.ZERO, Duration.ofSeconds(10), 2),
                new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                Duration.ZERO,
                Messages.ANY,
                null,
                null);
    }

    private WatchGroup group(String name, int connections, String... targets) {
        List<ListedTarget> listed = List.of(targets).stream()
                .map(url -> new ListedTarget(url, target(url)))
                .toList();
        return new WatchGroup(
                settings(name, connections), listed, List.of(new FilePattern(directory, name + "-*.yml")));
    }

    private static Target target(String url) {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    private Look look(WatchGroup... groups) {
        return files.look(List.of(groups), TargetPolicy.DEFAULT);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static List<String> watched(Look look) {
        return look.targets().stream()
                .map(target -> target.settings().name() + " " + target.target() + " " + target.labels())
                .toList();
    }

    private static List<String> mistakes(Look look) {
        return look.mistakes().stream().map(ConfigError::toString).toList();
    }

    @Test
    void targetsOfTheConfigurationComeBeforeThoseOfItsFilesGroupByGroup() throws IOException {
        write("a-1.yml", """
                - targets: [ws://a1.example]
                  labels: {team: feed, room: "1"}
                - targets: [ws://a2.example]
                """);
        write("a-2.yml", "[{\"targets\": [\"ws://a3.example\"],\n\t\"labels\": {\"team\": \"chat\"}}]");
        write("b-1.yml", "- targets: [ws://a1.example]");
        Look look = look(group("a", 2, "ws://a.example"), group("b", 1, "ws://a.example"));

        assertThat(mistakes(look)).isEmpty();
        assertThat(watched(look))
                .containsExactly(
                        "a ws://a.example/ {}",
                        "a ws://a1.example/ {team=feed, room=1}",
                        "a ws://a2.example/ {}",
                        "a ws://a3.example/ {team=chat}",
                        "b ws://a.example/ {}",
                        "b ws://a1.example/ {}");
        assertThat(look.connections()).isEqualTo(4 * 2 + 2);
        assertThat(look.files()).hasSize(3).isEqualTo(look.changed());
    }

    @Test
    void filesMayComeAndChangeAndGo() throws IOException {
        Path first = write("a-1.yml", "- targets: [ws://a.example]");
        assertThat(look(group("a", 1)).changed()).containsExactly(first);
        Look same = look(group("a", 1));
        assertThat(same.changed()).isEmpty();
        assertThat(watched(same)).containsExactly("a ws://a.example/ {}");
        Path second = write("a-2.yml", "- targets: [ws://b.example]");
        write("a-1.yml", "- {targets: [ws://a.example], labels: {team: new}}");

        Look both = look(group("a", 1));
        assertThat(both.changed()).containsExactlyInAnyOrder(first, second);
        assertThat(watched(both)).containsExactly("a ws://a.example/ {team=new}", "a ws://b.example/ {}");
        Files.delete(second);
        Look less = look(group("a", 1));
        assertThat(less.gone()).containsExactly(second);
        assertThat(less.changed()).isEmpty();
        assertThat(watched(less)).containsExactly("a ws://a.example/ {team=new}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | : the file is empty (expected: a list of groups such as - targets: [wss://example.com/chat]; [] for none)
            {targets: [ws://a.example]} | :1:1: the file is a mapping (expected: a list of groups such as - targets: [wss://example.com/chat]; [] for none)
            - targets: [ws://a.example | :2:1: not valid YAML: a bracket is not closed, or a comma is missing (expected: a closing bracket, or quotes around a text with brackets or a ? in it)
            - {targets: [a.example]} | :1:14: [0].targets[0]: has no scheme (expected: a ws:// or wss:// URL such as wss://example.com/chat)
            - {targets: [ws://a.example], module: chat} | :1:31: [0].module: unknown field (expected: one of targets, labels)
            - {labels: {a: b}} | :1:3: [0].targets: missing (expected: a list, each entry a ws:// or wss:// URL such as wss://example.com/chat)
            - {targets: [ws://a.example, ws://a.example/]} | :1:30: [0].targets[1]: "ws://a.example/" is there already, in line 1 (expected: once)
            - {targets: [ws://169.254.1.2/]} | :1:14: [0].targets[0]: address 169.254.1.2 is forbidden by target_policy.deny: 169.254.0.0/16 (expected: a target that may be dialled)
            - {targets: [], labels: {a-b: c}} | :1:26: [0].labels.a-b: is no label name (expected: letters, digits and underscores, a letter first)
            - {targets: [], labels: {__param_module: c}} | :1:26: [0].labels.__param_module: is a name of Prometheus' own (expected: a name without two underscores first)
            - {targets: ["ws://a.example/?token=MARKER", ws://b.example], x: ["ws://a.example/?token=MARKER"]} | :1:63: [0].x: unknown field (expected: one of targets, labels)
            - {targets: [ws://taken.example]} | :1:14: [0].targets[0]: "ws://taken.example" is there already in watch "a" (expected: once)
            - {targets: ["ws://taken.example?token=MARKER", "ws://taken.example?token=MARKER2"]} | :1:49: [0].targets[1]: "ws://taken.example?token=<secret>" differs from another target of watch "a" only in what no metric shows (expected: an entry of watch for each)
            """)
    void mistakeSaysWhereAndWhatWouldBeRight(String content, String message) throws IOException {
        Path file = write("a-1.yml", content + "\n");

        assertThat(mistakes(look(group("a", 1, "ws://taken.example")))).containsExactly(file + message);
    }

    @ParameterizedTest
    @CsvSource({"watch", "target", "connection_id", "status", "direction", "type", "cause", "code", "le", "quantile"})
    void labelThatTheMetricsHaveThemselvesIsAMistake(String label) throws IOException {
        Path file = write("a-1.yml", "- {targets: [ws://a.example], labels: {" + label + ": x}}");

        assertThat(mistakes(look(group("a", 1))))
                .containsExactly(file + ":1:40: [0].labels." + label
                        + ": is a label that the metrics at /watch have of their own (expected: another name)");
    }

    @Test
    void badFileChangesNothingAndOthersDo() throws IOException {
        write("a-1.yml", "- targets: [ws://a.example]");
        write("a-2.yml", "- targets: [ws://b.example]");
        look(group("a", 1));
        write("a-1.yml", "- targets: [ws://a2.example, nonsense]");
        write("a-2.yml", "- targets: [ws://b2.example]");

        Look bad = look(group("a", 1));
        assertThat(watched(bad)).containsExactly("a ws://a.example/ {}", "a ws://b2.example/ {}");
        assertThat(bad.mistakes()).hasSize(1);
        assertThat(look(group("a", 1)).mistakes()).as("it stays a mistake").hasSize(1);
        // Not even other settings of the group, which is a change of the configuration, lose it.
        assertThat(watched(look(group("a", 3)))).containsExactly("a ws://a.example/ {}", "a ws://b2.example/ {}");
    }

    @Test
    void targetThatMovesToAnotherFileIsWatchedAllTheTime() throws IOException {
        Path from = write("a-2.yml", "- targets: [ws://a.example, ws://b.example]");
        look(group("a", 1));
        Path to = write("a-3.yml", "- {targets: [ws://b.example], labels: {team: new}}");

        Look both = look(group("a", 1));
        assertThat(mistakes(both))
                .containsExactly(to
                        + ":1:14: [0].targets[0]: \"ws://b.example\" is there already in watch \"a\" (expected: once)");
        assertThat(watched(both)).containsExactly("a ws://a.example/ {}", "a ws://b.example/ {}");
        Files.writeString(from, "- targets: [ws://a.example]");
        Look moved = look(group("a", 1));
        assertThat(mistakes(moved)).isEmpty();
        assertThat(moved.changed()).containsExactlyInAnyOrder(from, to);
        assertThat(watched(moved)).containsExactly("a ws://a.example/ {}", "a ws://b.example/ {team=new}");
    }

    @Test
    void whatABadFileLastHeldYieldsToOthersThatHaveItNow() throws IOException {
        Path bad = write("a-2.yml", "- targets: [ws://a.example, ws://b.example]");
        look(group("a", 1));
        Files.writeString(bad, "nonsense");
        write("a-1.yml", "- {targets: [ws://b.example], labels: {team: new}}");

        assertThat(watched(look(group("a", 1))))
                .containsExactly("a ws://b.example/ {team=new}", "a ws://a.example/ {}");
    }

    @Test
    void fileIsJudgedAnewByAnotherPolicy() throws IOException {
        Path file = write("a-1.yml", "- targets: [ws://a.example]");
        look(group("a", 1));
        TargetPolicy strict = new TargetPolicy(List.of(), List.of(PolicyEntry.parse("*.example")));

        Look look = files.look(List.of(group("a", 1)), strict);
        assertThat(mistakes(look))
                .singleElement()
                .asString()
                .startsWith(file + ":1:13: [0].targets[0]: host a.example is forbidden");
        assertThat(watched(look)).as("it stays, and is never dialled").containsExactly("a ws://a.example/ {}");
    }

    @Test
    void fileThatBringsMoreThanAnExporterHoldsIsRefused() throws IOException {
        String most =
                IntStream.range(0, 99).mapToObj(i -> "ws://a.example/" + i).collect(Collectors.joining(", "));
        write("a-1.yml", "- targets: [" + most + "]");
        Path more = write("a-2.yml", "- targets: [ws://b.example/]");
        Look look = look(group("a", 1_000, "ws://c.example/"));

        assertThat(look.connections()).isEqualTo(100_000);
        assertThat(mistakes(look))
                .containsExactly(more + ":1:13: [0].targets[0]: \"ws://b.example/\", with connections: 1000 to each"
                        + " target, makes more than 100000 in all (expected: fewer, or --watch.shards to share them among"
                        + " exporters)");
    }

    @Test
    void shardsShareTheTargetsAndNoneIsLost() throws IOException {
        write(
                "a-1.yml",
                "- targets: ["
                        + IntStream.range(0, 300)
                                .mapToObj(i -> "ws://a.example/" + i)
                                .collect(Collectors.joining(", "))
                        + "]");
        List<List<WatchedTarget>> shares = IntStream.range(0, 3)
                .mapToObj(i -> new WatchFiles(new Shard(3, i))
                        .look(List.of(group("a", 600)), TargetPolicy.DEFAULT)
                        .targets())
                .toList();
        assertThat(shares).allSatisfy(share -> assertThat(share).hasSizeBetween(70, 130));
        assertThat(shares.stream().flatMap(List::stream).distinct()).hasSize(300);
    }

    @Test
    void fileThatHangsKeepsItsTargets() throws IOException {
        Path first = write("a-1.yml", "- targets: [ws://a.example]");
        look(group("a", 1));
        try (HungFiles hung = HungFiles.of(List.of(first))) {
            assertThat(hung).isNotNull();
            Look look = look(group("a", 1));

            assertThat(watched(look)).containsExactly("a ws://a.example/ {}");
            assertThat(mistakes(look))
                    .singleElement()
                    .asString()
                    .startsWith(first + ": cannot be read: it did not answer within 1 s");
        }
    }

    @Test
    void nameWithoutAnAsteriskMustBeThere() {
        WatchGroup group = new WatchGroup(
                settings("a", 1), List.of(), List.of(new FilePattern(directory.resolve("none"), "a.yml")));

        assertThat(mistakes(look(group)))
                .containsExactly(
                        directory.resolve("none/a.yml") + ": no such file (expected: it, or a name with an asterisk)");
    }

    @Test
    void labelsOfAFileAreNotThoseOfAnother() throws IOException {
        write("a-1.yml", "- {targets: [ws://a.example], labels: {team: x}}");

        assertThat(look(group("a", 1, "ws://b.example")).targets())
                .extracting(WatchedTarget::labels)
                .containsExactly(Map.of(), Map.of("team", "x"));
    }
}
