package dev.websocketexporter.config.watch;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.blocks.YamlSection;
import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.ScalarType;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code send} and {@code broadcast}: the messages that are sent. */
final class SentBlocks {
    private static final Key.Value<Duration> SEND_EVERY = new Key.Value<>(
            "every",
            DurationType.atLeast(HoldBlocks.SHORTEST_INTERVAL),
            Duration.ofSeconds(25),
            "From sending it to sending it again.");
    private static final Key.Value<String> SEND_TEXT = Key.withoutDefault(
            "text", new HiddenText("a text such as '{\"op\":\"ping\"}'"), "The text message; it is never shown.");
    static final Key.Block SEND = new Key.Block(
            "send",
            "A message that each connection sends again and again: the application's own heartbeat.",
            List.of(SEND_EVERY, SEND_TEXT));

    private static final Key.Value<Duration> BROADCAST_EVERY = new Key.Value<>(
            "every",
            DurationType.atLeast(HoldBlocks.SHORTEST_INTERVAL),
            Duration.ofMinutes(1),
            "From one broadcast to the next.");
    private static final Key.Value<String> BROADCAST_TEXT = Key.withoutDefault(
            "text",
            new HiddenText(
                    "a text with " + Broadcast.ID + ", such as '{\"room\":\"probe\",\"id\":\"" + Broadcast.ID + "\"}'"),
            "The text message; " + Broadcast.ID
                    + " in it is new for each broadcast, and a message that contains it is its arrival."
                    + " The rest is never shown.");
    private static final Key.Value<Duration> BROADCAST_TIMEOUT = new Key.Value<>(
            "timeout", DurationType.POSITIVE, Duration.ofSeconds(5), "How long the last arrival may take.");
    static final Key.Block BROADCAST = new Key.Block(
            "broadcast",
            "A message that the first connection to a target sends, and all others must receive.",
            List.of(BROADCAST_EVERY, BROADCAST_TEXT, BROADCAST_TIMEOUT));

    private SentBlocks() {}

    static @Nullable Send send(BlockReader send) {
        Duration every = send.orDefault(SEND_EVERY);
        String text = send.required(SEND_TEXT);
        if (text != null && text.contains(Broadcast.ID)) {
            send.mistake(
                    SEND_TEXT,
                    "has " + Broadcast.ID
                            + ", which stands for something in broadcast alone (expected: a text without it)");
        }
        return text == null ? null : new Send(every, text);
    }

    static YamlSection write(Send send) {
        YamlSection section = new YamlSection();
        section.put(SEND_EVERY, send.every());
        section.put(SEND_TEXT, send.text());
        return section;
    }

    static @Nullable Broadcast broadcast(BlockReader broadcast) {
        Duration every = broadcast.orDefault(BROADCAST_EVERY);
        Duration timeout = broadcast.orDefault(BROADCAST_TIMEOUT);
        String text = broadcast.required(BROADCAST_TEXT);
        if (text != null && !text.contains(Broadcast.ID)) {
            broadcast.mistake(
                    BROADCAST_TEXT,
                    "has no " + Broadcast.ID + ", by which its arrival is known (expected: "
                            + BROADCAST_TEXT.type().expected() + ")");
        }
        return text == null ? null : new Broadcast(every, text, timeout);
    }

    static YamlSection write(Broadcast broadcast) {
        YamlSection section = new YamlSection();
        section.put(BROADCAST_EVERY, broadcast.every());
        section.put(BROADCAST_TEXT, broadcast.text());
        section.put(BROADCAST_TIMEOUT, broadcast.timeout());
        return section;
    }

    /** A text that may have a token in it: all of it but {@value Broadcast#ID} is hidden. */
    private static final class HiddenText extends ScalarType<String> {
        HiddenText(String expected) {
            super(expected);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (scalar.type() == YamlValue.Scalar.Type.BINARY) {
                throw BadValueException.withHint("is binary", "expected: " + expected());
            }
            return TextCheck.UNICODE.checked(scalar.text());
        }

        @Override
        public Object toYaml(String value) {
            return Arrays.stream(value.split("(?=\\$\\{id})|(?<=\\$\\{id})"))
                    .map(part -> part.equals(Broadcast.ID) || part.isEmpty() ? part : Secret.HIDDEN)
                    .collect(Collectors.joining());
        }
    }
}
