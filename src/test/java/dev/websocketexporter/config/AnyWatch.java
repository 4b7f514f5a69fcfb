package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.watch.WatchGroup;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The watched connections of {@link AnyConfiguration}. Their texts are what is shown of them. */
final class AnyWatch {
    private static final List<String> NAMES =
            List.of("feed", "a: b", "\uD83D\uDE00", "- x", "5", "null", "b\u00fccher");
    private static final List<String> POINTERS = List.of("", "/a", "/~0/~1", "/a b/0", "/\"'");
    private static final List<String> VALUES = List.of("tick", "5", "true", "", "a: b", "~", "1e3");

    private final Random random;
    private final Path directory;

    AnyWatch(Random random, Path directory) {
        this.random = random;
        this.directory = directory;
    }

    /** In files alone: the policy may deny any target. */
    List<WatchGroup> next(Map<String, ProbeModule> modules) {
        List<String> usable = modules.values().stream()
                .filter(module -> module.params().stream().noneMatch(ModuleParam::isRequired))
                .map(ProbeModule::name)
                .toList();
        List<WatchGroup> groups = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3) && !usable.isEmpty(); i++) {
            String module = anyOf(usable);
            groups.add(new WatchGroup(
                    settings(i + anyOf(NAMES), module, modules.get(module)),
                    List.of(),
                    List.of(new FilePattern(directory, i + "*.json"))));
        }
        return groups;
    }

    private WatchSettings settings(String name, String moduleName, ProbeModule module) {
        int connections = 1 + random.nextInt(WatchSettings.MOST_CONNECTIONS);
        Duration min = atLeastASecond();
        return new WatchSettings(
                name,
                moduleName,
                module,
                connections,
                new Pings(zeroOr(), atLeastASecond(), random.nextInt(4)),
                new Reconnect(min, min.multipliedBy(1 + random.nextInt(3))),
                zeroOr(),
                messages(),
                maybe(() -> new Send(atLeastASecond(), "<secret>")),
                connections < 2
                        ? null
                        : maybe(() -> new Broadcast(atLeastASecond(), "<secret>${id}<secret>", atLeastASecond())));
    }

    private Messages messages() {
        return new Messages(
                zeroOr(),
                maybe(() -> random.nextBoolean()
                        ? new WatchSettings.Test.Equal(anyOf(POINTERS), anyOf(VALUES))
                        : new WatchSettings.Test.Matching(Pattern.compile("a|\\d #'\""))),
                maybe(this::place),
                maybe(() -> new Timestamp(place(), anyOf(List.of(Timestamp.Unit.values())))));
    }

    private Place place() {
        return random.nextBoolean()
                ? new Place.Json(anyOf(POINTERS))
                : new Place.Group(Pattern.compile("(?:a|b): #(\\d+)"));
    }

    private Duration zeroOr() {
        return random.nextBoolean() ? Duration.ZERO : atLeastASecond();
    }

    private Duration atLeastASecond() {
        return Duration.ofMillis(1_000 + random.nextInt(100_000_000));
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
