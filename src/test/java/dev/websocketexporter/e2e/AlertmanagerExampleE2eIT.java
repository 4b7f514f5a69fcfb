package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** {@code alerts/alertmanager.example.yml} with an old Alertmanager and with the newest. */
@Tag("e2e")
@Timeout(90)
class AlertmanagerExampleE2eIT {
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *#>>> ([a-z-]+)$");

    /** It came with Alertmanager 0.28. */
    private static final String NEW_BLOCK = "teams-native";

    private static final Pattern ALERT_NAME = Pattern.compile("\\bWebsocket\\w+");
    private static final Duration JUDGED_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    /** Each block with each release that knows it. */
    static List<Arguments> blocksOfReleases() throws IOException {
        List<Arguments> pairs = new ArrayList<>();
        for (Release release : Release.values()) {
            blocks(release).forEach(block -> pairs.add(Arguments.of(release, block)));
        }
        return pairs;
    }

    private static List<String> blocks(Release release) throws IOException {
        return blocks().stream()
                .filter(block -> release == Release.NEWEST || !block.equals(NEW_BLOCK))
                .toList();
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Alertmanager.EXAMPLE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    void thereIsABlockForEachWayToBeTold() throws IOException {
        assertThat(blocks())
                .containsExactlyInAnyOrder(
                        "pagerduty", "opsgenie", "sms", "email", "slack", "discord", "teams", NEW_BLOCK, "webhook");
    }

    @ParameterizedTest
    @EnumSource
    void itIsValidAsItIs(Release release) throws IOException {
        assertThat(amtool(
                        release,
                        "check-config",
                        Alertmanager.EXAMPLE.toAbsolutePath().toString()))
                .contains("SUCCESS", "3 receivers");
    }

    @ParameterizedTest
    @MethodSource("blocksOfReleases")
    void itIsValidWithABlockAndTellsByIt(Release release, String block) throws IOException {
        String without = Files.readString(Alertmanager.EXAMPLE);
        String with = Alertmanager.exampleWith(block, directory);
        assertThat(integrations(with)).isEqualTo(integrations(without) + 1);
        Path file = Files.writeString(directory.resolve("with.yml"), with);
        assertThat(amtool(release, "check-config", file.toString())).contains("SUCCESS");
    }

    @ParameterizedTest
    @EnumSource
    void itIsValidWithAllBlocksAtOnce(Release release) throws IOException {
        Path file = Files.copy(Alertmanager.EXAMPLE, directory.resolve("all.yml"));
        for (String block : blocks(release)) {
            Alertmanager.uncomment(block, file);
        }
        assertThat(integrations(Files.readString(file)))
                .isEqualTo(blocks(release).size());
        assertThat(amtool(release, "check-config", file.toString())).contains("SUCCESS");
    }

    /** How many ways to be told its receivers have. */
    private static long integrations(String configuration) throws IOException {
        Map<String, Object> parsed = new Yaml().load(configuration);
        return AlertRule.entries(parsed, "receivers")
                .flatMap(receiver -> receiver.values().stream())
                .filter(List.class::isInstance)
                .mapToLong(list -> ((List<?>) list).size())
                .sum();
    }

    @Test
    void secretsStandInFiles() throws IOException {
        assertThat(Files.readString(Alertmanager.EXAMPLE))
                .doesNotContainPattern("(password|api_key|routing_key|service_key|credentials|api_url|webhook_url):"
                        + " (?!https://api\\.eu\\.opsgenie)");
    }

    @Test
    void severityDecidesWhoIsTold() throws IOException {
        assertThat(route("critical")).isEqualTo("page,team");
        assertThat(route("warning")).isEqualTo("team");
        assertThat(route("info")).isEqualTo("notes");
    }

    private String route(String severity) throws IOException {
        String answer = amtool(
                Release.INSTALLED,
                "config",
                "routes",
                "test",
                "--config.file=" + Alertmanager.EXAMPLE.toAbsolutePath(),
                "severity=" + severity);
        return answer.lines().reduce((first, last) -> last).orElse("");
    }

    @Test
    void inhibitionsNameOnlyAlertsThatThereAre() throws IOException {
        Set<String> named = ALERT_NAME
                .matcher(Files.readString(Alertmanager.EXAMPLE))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(AlertRule.all().stream().map(AlertRule::name)).containsAll(named);
    }

    @Test
    void aMassOutageSilencesTheSingleAlertsOfItsJobOnly() throws IOException {
        assertSuppressed(
                List.of(
                        alert("WebsocketMassOutage", "chat", "", ""),
                        alert("WebsocketMassOutageFromOneLocation", "chat", "", "fra"),
                        alert("WebsocketDown", "chat", "wss://a", ""),
                        alert("WebsocketErrorBudgetBurnFast", "chat", "wss://a", ""),
                        alert("WebsocketUpgradeRejected5xx", "chat", "wss://b", "fra"),
                        alert("WebsocketUpgradeRejected5xx", "other", "wss://b", "fra"),
                        alert("WebsocketExporterReloadFailed", "exporters", "e:10115", "")),
                "WebsocketMassOutageFromOneLocation chat fra",
                "WebsocketErrorBudgetBurnFast chat wss://a",
                "WebsocketUpgradeRejected5xx chat wss://b fra");
    }

    @Test
    void anOutageAsSeenFromOnePlaceSilencesWhatIsSeenFromThere() throws IOException {
        assertSuppressed(
                List.of(
                        alert("WebsocketMassOutageFromOneLocation", "chat", "", "fra"),
                        alert("WebsocketDownFromOneLocation", "chat", "wss://a", "fra"),
                        alert("WebsocketDownFromOneLocation", "chat", "wss://b", "nyc"),
                        alert("WebsocketDown", "chat", "wss://c", "")),
                "WebsocketDownFromOneLocation chat wss://a fra");
    }

    @Test
    void anExporterThatIsDownSilencesAllThatFollowsFromIt() throws IOException {
        assertSuppressed(
                List.of(
                        alert("WebsocketExporterDown", "exporters", "e:10115", ""),
                        alert("WebsocketProbingStopped", "chat", "", ""),
                        alert("WebsocketFlapping", "chat", "wss://a", ""),
                        alert("WebsocketProbeNotScraped", "chat", "wss://a", ""),
                        alert("WebsocketDown", "of_another_exporter", "wss://b", "")),
                "WebsocketProbingStopped chat",
                "WebsocketFlapping chat wss://a",
                "WebsocketProbeNotScraped chat wss://a");
    }

    @Test
    void downEverywhereSilencesDownFromOnePlaceAndExpiredSilencesExpiresSoon() throws IOException {
        assertSuppressed(
                List.of(
                        alert("WebsocketDown", "chat", "wss://a", ""),
                        alert("WebsocketDownFromOneLocation", "chat", "wss://a", "fra"),
                        alert("WebsocketDownFromOneLocation", "chat", "wss://b", "fra"),
                        alert("WebsocketHeartbeatUnhealthy", "chat", "wss://a", ""),
                        alert("WebsocketHeartbeatUnhealthy", "chat", "wss://c", ""),
                        alert("WebsocketHeartbeatDegraded", "chat", "wss://c", "fra"),
                        alert("WebsocketCertificateExpired", "chat", "wss://a", ""),
                        alert("WebsocketCertificateExpiresVerySoon", "chat", "wss://a", ""),
                        alert("WebsocketCertificateExpiresSoon", "chat", "wss://a", ""),
                        alert("WebsocketCertificateExpiresSoon", "chat", "wss://b", "")),
                "WebsocketDownFromOneLocation chat wss://a fra",
                "WebsocketHeartbeatUnhealthy chat wss://a",
                "WebsocketHeartbeatDegraded chat wss://c fra",
                "WebsocketCertificateExpiresVerySoon chat wss://a",
                "WebsocketCertificateExpiresSoon chat wss://a");
    }

    @Test
    void aWatchWithoutConnectionsSilencesWhatFollowsFromIt() throws IOException {
        assertSuppressed(
                List.of(
                        alert("WebsocketWatchDown", "watch", "", "", "feed"),
                        alert("WebsocketWatchFlapping", "watch", "e:10115", "", "feed"),
                        alert("WebsocketWatchFlapping", "watch", "e:10115", "", "chat"),
                        alert("WebsocketWatchDropRateUp", "watch", "e:10115", "", "chat"),
                        alert("WebsocketWatchNoConnections", "other", "", "", ""),
                        alert("WebsocketWatchGaps", "other", "e:10115", "", "feed"),
                        alert("WebsocketWatchStale", "third", "", "", "feed"),
                        alert("WebsocketWatchLag", "third", "e:10115", "", "feed"),
                        alert("WebsocketExporterDown", "exporters", "f:10115", ""),
                        alert("WebsocketWatchNotScraped", "watch", "f:10115", ""),
                        alert("WebsocketWatchNotScraped", "watch", "g:10115", "")),
                "WebsocketWatchFlapping watch e:10115 feed",
                "WebsocketWatchDropRateUp watch e:10115 chat",
                "WebsocketWatchGaps other e:10115 feed",
                "WebsocketWatchLag third e:10115 feed",
                "WebsocketWatchNotScraped watch f:10115");
    }

    private static Map<String, String> alert(String name, String job, String instance, String location, String watch) {
        Map<String, String> labels = alert(name, job, instance, location);
        if (!watch.isEmpty()) {
            labels.putAll(Map.of("watch", watch, "target", "wss://a/"));
        }
        return labels;
    }

    /** An alert with the labels that its rule adds, and with those that are given and not empty. */
    private static Map<String, String> alert(String name, String job, String instance, String location) {
        Map<String, String> labels = new LinkedHashMap<>(AlertRule.all().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow()
                .labels());
        labels.putAll(Map.of("alertname", name, "job", job, "instance", instance, "location", location));
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    private void assertSuppressed(List<Map<String, String>> alerts, String... suppressed) throws IOException {
        // Alertmanager judges an alert when its group is due, which is to be at once here.
        String hasty = Files.readString(Alertmanager.EXAMPLE)
                .replace("group_wait: 30s", "group_wait: 1s")
                .replace("group_interval: 5m", "group_interval: 1s");
        try (Alertmanager alertmanager = Alertmanager.start(hasty, directory)) {
            alertmanager.alert(alerts);
            Set<String> expected = new TreeSet<>(List.of(suppressed));
            Conditions.await(
                    JUDGED_WITHIN,
                    () -> alertmanager.inState("suppressed").equals(expected)
                            && alertmanager.inState("active").size() == alerts.size() - expected.size(),
                    () -> "suppressed: " + alertmanager.inState("suppressed") + ", active: "
                            + alertmanager.inState("active"));
        }
    }

    private String amtool(Release release, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(release.amtool().toString()));
        command.addAll(List.of(arguments));
        try (ManagedProcess amtool = ManagedProcess.start(directory, command)) {
            int status = amtool.awaitExit();
            assertThat(status).as(amtool.output()).isZero();
            return amtool.output();
        }
    }
}
