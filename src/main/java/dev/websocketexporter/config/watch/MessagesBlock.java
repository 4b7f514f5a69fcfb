package dev.websocketexporter.config.watch;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.JsonTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.WordType;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Place;
import dev.websocketexporter.probe.watch.WatchSettings.Test;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp;
import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code messages}: what is expected of the data messages that come, and what is read from them. */
final class MessagesBlock {
    private static final Key.Value<Duration> STALE_AFTER = new Key.Value<>(
            "stale_after",
            DurationType.noneOrAtLeast(HoldBlocks.SHORTEST_INTERVAL),
            Duration.ZERO,
            "How long an open connection may be without a data message that counts before it is stale; 0s: for ever.");

    private static final Key.Value<String> JSON =
            Key.withoutDefault("json", JsonTypes.POINTER, "The place in a message that is JSON.");
    private static final Key.Value<Pattern> REGEXP = Key.withoutDefault(
            "regexp",
            TextTypes.REGEXP_IN_A_VALUE,
            "Found anywhere in the message; the value is what its one group matches.");

    private static final Key.Value<String> EQUALS = Key.withoutDefault(
            "equals",
            TextTypes.maybeEmpty("a text, a number or a boolean such as tick", TextCheck.UNICODE),
            "What stands at the place json of the messages that count.");
    private static final Key.Value<Pattern> CONTAINS = Key.withoutDefault(
            "regexp", TextTypes.REGEXP_IN_A_VALUE, "Found anywhere in the messages that count; excludes json.");
    static final Key.Block COUNTS_IF = new Key.Block(
            "counts_if",
            "Which messages count for stale_after, interval, sequence and lag; without it all.",
            List.of(JSON, EQUALS, CONTAINS));

    static final Key.Block SEQUENCE = new Key.Block(
            "sequence",
            "Where a message has its number, which grows by one with each: by json or by regexp.",
            List.of(JSON, REGEXP));

    private static final Key.Value<Unit> UNIT = new Key.Value<>(
            "unit",
            new WordType<>(
                    "a unit of time",
                    List.of(Unit.values()),
                    unit -> unit.name().toLowerCase(Locale.ROOT)),
            Unit.MS,
            "How the time is written: a number since 1970 in one of the units, or as RFC 3339 has it.");
    static final Key.Block TIMESTAMP = new Key.Block(
            "timestamp", "Where a message has its time: by json or by regexp.", List.of(JSON, REGEXP, UNIT));

    static final Key.Block BLOCK = new Key.Block(
            "messages",
            "What is expected of the data messages that come; pings and pongs are none.",
            List.of(STALE_AFTER, COUNTS_IF, SEQUENCE, TIMESTAMP));

    private MessagesBlock() {}

    static Messages read(BlockReader messages) {
        return new Messages(
                messages.orDefault(STALE_AFTER),
                messages.has(COUNTS_IF) ? countsIf(messages.block(COUNTS_IF)) : null,
                messages.has(SEQUENCE) ? place(messages.block(SEQUENCE)) : null,
                messages.has(TIMESTAMP) ? timestamp(messages.block(TIMESTAMP)) : null);
    }

    private static @Nullable Test countsIf(BlockReader test) {
        Pattern regexp = test.optional(CONTAINS);
        if (test.has(CONTAINS)) {
            test.excludes(JSON, CONTAINS.name());
            test.excludes(EQUALS, CONTAINS.name());
            return regexp == null ? null : new Test.Matching(regexp);
        }
        if (!test.has(JSON) && !test.has(EQUALS)) {
            test.missing(JSON, "json and equals, or regexp");
            return null;
        }
        String pointer = test.required(JSON);
        String text = test.required(EQUALS);
        return pointer == null || text == null ? null : new Test.Equal(pointer, text);
    }

    private static @Nullable Place place(BlockReader place) {
        if (!place.has(JSON) && !place.has(REGEXP)) {
            place.missing(JSON, "json or regexp");
        }
        Pattern regexp = place.optional(REGEXP);
        if (place.has(REGEXP)) {
            place.excludes(JSON, REGEXP.name());
            checkGroup(regexp, place);
            return regexp == null ? null : new Place.Group(regexp);
        }
        String pointer = place.optional(JSON);
        return pointer == null ? null : new Place.Json(pointer);
    }

    private static void checkGroup(@Nullable Pattern regexp, BlockReader place) {
        if (regexp != null && regexp.groupCount() != 1) {
            place.mistake(
                    REGEXP,
                    "has " + (regexp.groupCount() == 0 ? "no group" : regexp.groupCount() + " groups")
                            + " (expected: one, around the value, such as '\"seq\":(\\d+)'; (?:…) is none)");
        }
    }

    private static @Nullable Timestamp timestamp(BlockReader timestamp) {
        Place place = place(timestamp);
        Unit unit = timestamp.orDefault(UNIT);
        return place == null ? null : new Timestamp(place, unit);
    }

    static YamlSection write(Messages messages) {
        YamlSection section = new YamlSection();
        section.put(STALE_AFTER, messages.staleAfter());
        if (messages.countsIf() != null) {
            section.put(COUNTS_IF, write(messages.countsIf()));
        }
        if (messages.sequence() != null) {
            section.put(SEQUENCE, write(messages.sequence()));
        }
        if (messages.timestamp() != null) {
            YamlSection timestamp = write(messages.timestamp().place());
            timestamp.put(UNIT, messages.timestamp().unit());
            section.put(TIMESTAMP, timestamp);
        }
        return section;
    }

    private static YamlSection write(Test test) {
        YamlSection section = new YamlSection();
        if (test instanceof Test.Equal equal) {
            section.put(JSON, equal.pointer());
            section.put(EQUALS, equal.text());
        } else if (test instanceof Test.Matching matching) {
            section.put(CONTAINS, matching.regexp());
        }
        return section;
    }

    private static YamlSection write(Place place) {
        YamlSection section = new YamlSection();
        if (place instanceof Place.Json json) {
            section.put(JSON, json.pointer());
        } else if (place instanceof Place.Group group) {
            section.put(REGEXP, group.regexp());
        }
        return section;
    }
}
