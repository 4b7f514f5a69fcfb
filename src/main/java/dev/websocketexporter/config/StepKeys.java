package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of one step of {@code query_response}. */
final class StepKeys {
    static final Key.Value<String> NAME = Key.withoutDefault(
            "name",
            new LineType(
                    "one line of text that no other step has",
                    text -> TextCheck.UNICODE.checked(TextCheck.ONE_LINE.checked(text))),
            "Names the step in metrics and logs, instead of its number.");
    static final Key.Value<Pattern> EXPECT = Key.withoutDefault(
            "expect", RegexpType.OF_A_MESSAGE, "Found anywhere in the next data message, be it text or binary.");
    static final Key.Value<Map<String, JsonValue>> EXPECT_JSON = Key.withoutDefault(
            "expect_json",
            JsonMembersType.INSTANCE,
            "The next data message is JSON, and every pointer leads to what is expected there.");
    static final Key.Value<Bytes> EXPECT_BINARY = Key.withoutDefault(
            "expect_binary", BytesType.BINARY, "The next data message is exactly these bytes, be it text or binary.");
    static final Key.Value<Bytes> EXPECT_BYTES = Key.withoutDefault(
            "expect_bytes",
            BytesType.BINARY_OR_TEXT,
            "The same; blackbox_exporter's name for it, which takes text too.");
    static final Key.Value<Integer> SKIP = new Key.Value<>(
            "skip",
            IntegerType.from(-1, 1_000_000),
            0,
            "How many messages that are something else may come before the one expected; -1: any number.");
    static final Key.Value<String> SEND = Key.withoutDefault(
            "send",
            new LineType("a text such as '{\"type\":\"ping\"}'; bytes go by send_binary", TextCheck.UNICODE),
            "A text message, sent after what is expected has come; may refer to what was matched.");
    static final Key.Value<Bytes> SEND_BINARY =
            Key.withoutDefault("send_binary", BytesType.BINARY, "A binary message.");
    static final Key.Value<Value> SEND_FILE = Key.withoutDefault(
            "send_file",
            FileType.message("a file with at most 1 MiB"),
            "A file whose content is sent as it is and never shown: as text, or as binary when it is not UTF-8.");
    static final Key.Value<Duration> TIMEOUT = Key.withoutDefault(
            "timeout",
            DurationType.POSITIVE,
            "The most that the step may take; without it, what is left of the probe.");
    static final Key.Value<List<StepLabel>> LABELS = new Key.Value<>(
            "labels",
            ListType.of(StepLabelType.INSTANCE),
            List.of(),
            "What of the match becomes labels of probe_expect_info, one series for all steps.");
    static final Key.Unread STARTTLS = Key.ignored("starttls", "A wss target has TLS from the start.");

    static final List<Key.Value<?>> EXPECTATIONS = List.of(EXPECT, EXPECT_JSON, EXPECT_BINARY, EXPECT_BYTES);
    static final List<Key.Value<?>> PAYLOADS = List.of(SEND, SEND_BINARY, SEND_FILE);

    static final Key.Block BLOCK = new Key.Block(
            Key.ENTRY,
            "One step: what is expected first, then what is sent.",
            List.of(
                    NAME,
                    EXPECT,
                    EXPECT_JSON,
                    EXPECT_BINARY,
                    EXPECT_BYTES,
                    SKIP,
                    SEND,
                    SEND_BINARY,
                    SEND_FILE,
                    TIMEOUT,
                    LABELS,
                    STARTTLS));

    private StepKeys() {}
}
