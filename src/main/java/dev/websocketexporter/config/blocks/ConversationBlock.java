package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import java.time.Duration;
import java.util.List;

/** The keys of {@code websocket} about what happens after the upgrade, and how often all of it is tried. */
final class ConversationBlock {
    /** More than any probe has time for. */
    private static final int MOST_PINGS = 1_000;
    /** More would be no confirmation but a load. */
    private static final int MOST_ATTEMPTS = 10;

    static final Key.Value<Boolean> COMPRESSION = new Key.Value<>(
            "compression", NumberTypes.BOOLEAN, false, "Offers permessage-deflate, which the server may decline.");
    static final Key.Value<Boolean> REQUIRE_COMPRESSION = new Key.Value<>(
            "require_compression",
            NumberTypes.BOOLEAN,
            false,
            "Fails unless the server chooses permessage-deflate; needs compression.");
    static final Key.Value<List<Step>> QUERY_RESPONSE = new Key.Value<>(
            "query_response",
            ScriptType.INSTANCE,
            List.of(),
            "The steps of the conversation, in order.",
            List.of(StepBlock.BLOCK));
    static final Key.Value<Integer> MAX_MESSAGE_SIZE = new Key.Value<>(
            "max_message_size",
            NumberTypes.SIZE_OF_A_MESSAGE,
            Conversation.DEFAULT_MAX_MESSAGE_BYTES,
            "The largest message that is accepted, after decompression; a larger one fails the probe.");

    // heartbeat
    static final Key.Value<Integer> PINGS = new Key.Value<>(
            "pings", NumberTypes.integer(0, MOST_PINGS), Heartbeat.NONE.pings(), "How many pings are sent; 0: none.");
    static final Key.Value<Duration> INTERVAL = new Key.Value<>(
            "interval", DurationType.ANY, Heartbeat.NONE.interval(), "From sending one ping to sending the next.");
    static final Key.Value<Duration> PONG_TIMEOUT =
            new Key.Value<>("timeout", DurationType.POSITIVE, Heartbeat.NONE.timeout(), "How long one pong may take.");
    static final Key.Value<Integer> MAX_MISSED = new Key.Value<>(
            "max_missed",
            NumberTypes.integer(0, MOST_PINGS),
            Heartbeat.NONE.maxMissed(),
            "How many pongs may be missing; one more fails the probe. Not more than pings.");
    static final Key.Value<Accept> ACCEPT = new Key.Value<>(
            "accept",
            TextTypes.ACCEPTED_PONGS,
            Heartbeat.NONE.accept(),
            "What answers a ping, also the one after hold: a pong with its payload, any pong, or nothing need answer.");
    static final Key.Block HEARTBEAT = new Key.Block(
            "heartbeat", "Pings after the steps.", List.of(PINGS, INTERVAL, PONG_TIMEOUT, MAX_MISSED, ACCEPT));

    static final Key.Value<Duration> SETTLE = new Key.Value<>(
            "settle",
            DurationType.ANY,
            Conversation.NONE.settle(),
            "How long the connection must stay open after the upgrade, and again after the conversation.");
    static final Key.Value<Duration> HOLD = new Key.Value<>(
            "hold",
            DurationType.ANY,
            Conversation.NONE.hold(),
            "How long the connection is then kept open and idle, before a ping must be answered within heartbeat.timeout.");

    // close
    static final Key.Value<Integer> CODE = new Key.Value<>(
            "code", NumberTypes.CLOSE_CODE, CloseSettings.DEFAULT.code(), "The code of the exporter's Close frame.");
    static final Key.Value<Duration> CLOSE_TIMEOUT = new Key.Value<>(
            "timeout",
            DurationType.ANY,
            CloseSettings.DEFAULT.timeout(),
            "How long to wait for the peer's Close, within the probe's time.");
    static final Key.Value<Boolean> REQUIRED = new Key.Value<>(
            "required",
            NumberTypes.BOOLEAN,
            CloseSettings.DEFAULT.required(),
            "Fails when the closing handshake is not answered.");
    static final Key.Value<List<Integer>> EXPECTED = new Key.Value<>(
            "expected",
            ListType.of(NumberTypes.END_CODE, Rule.NO_REPETITION),
            CloseSettings.DEFAULT.expected(),
            "The codes of the peer's Close that are right; 1005: none, 1006: an end without a Close. Empty: any.");
    static final Key.Block CLOSE =
            new Key.Block("close", "The closing handshake.", List.of(CODE, CLOSE_TIMEOUT, REQUIRED, EXPECTED));

    static final Key.Value<Integer> ATTEMPTS = new Key.Value<>(
            "attempts",
            NumberTypes.integer(1, MOST_ATTEMPTS),
            RetrySettings.ONE.most(),
            "Number of tries, within the probe's time, before a failure is reported.");
    static final Key.Value<Duration> ATTEMPT_INTERVAL = new Key.Value<>(
            "attempt_interval",
            DurationType.ANY,
            RetrySettings.ONE.interval(),
            "From the end of a failed try to the beginning of the next.");

    static final List<Key> ALL = List.of(
            COMPRESSION,
            REQUIRE_COMPRESSION,
            QUERY_RESPONSE,
            MAX_MESSAGE_SIZE,
            HEARTBEAT,
            SETTLE,
            HOLD,
            CLOSE,
            ATTEMPTS,
            ATTEMPT_INTERVAL);

    private ConversationBlock() {}

    static Conversation conversation(BlockReader websocket) {
        return new Conversation(
                compression(websocket),
                websocket.orDefault(MAX_MESSAGE_SIZE),
                websocket.orDefault(QUERY_RESPONSE),
                heartbeat(websocket.block(HEARTBEAT)),
                websocket.orDefault(SETTLE),
                websocket.orDefault(HOLD));
    }

    private static Compression compression(BlockReader websocket) {
        boolean offered = websocket.orDefault(COMPRESSION);
        boolean required = websocket.orDefault(REQUIRE_COMPRESSION);
        if (required && !offered) {
            websocket.mistake(
                    REQUIRE_COMPRESSION, "requires what is not offered (expected: compression: true besides)");
        }
        return required ? Compression.REQUIRED : offered ? Compression.OFFERED : Compression.OFF;
    }

    private static Heartbeat heartbeat(BlockReader heartbeat) {
        int pings = heartbeat.orDefault(PINGS);
        int maxMissed = heartbeat.orDefault(MAX_MISSED);
        if (maxMissed > pings) {
            heartbeat.mistake(
                    MAX_MISSED,
                    maxMissed + " of " + pings + " pings cannot be missed (expected: at most " + pings
                            + ", or more pings)");
        }
        return new Heartbeat(
                pings,
                heartbeat.orDefault(INTERVAL),
                heartbeat.orDefault(PONG_TIMEOUT),
                maxMissed,
                heartbeat.orDefault(ACCEPT));
    }

    static CloseSettings closing(BlockReader websocket) {
        BlockReader close = websocket.block(CLOSE);
        Duration timeout = close.orDefault(CLOSE_TIMEOUT);
        boolean required = close.orDefault(REQUIRED);
        if (required && timeout.isZero()) {
            close.mistake(REQUIRED, "requires an answer that is not waited for (expected: a longer timeout beside it)");
        }
        List<Integer> expected = close.orDefault(EXPECTED);
        if (!expected.isEmpty() && timeout.isZero()) {
            close.mistake(EXPECTED, "expects what is not waited for (expected: a longer timeout beside it)");
        }
        if (required && expected.contains(CloseCode.ABNORMAL)) {
            close.mistake(
                    EXPECTED,
                    CloseCode.ABNORMAL
                            + " is an end without a Close, which required refuses (expected: one of the two)");
        }
        return new CloseSettings(close.orDefault(CODE), timeout, required, expected);
    }

    static RetrySettings attempts(BlockReader websocket) {
        return new RetrySettings(websocket.orDefault(ATTEMPTS), websocket.orDefault(ATTEMPT_INTERVAL));
    }

    static void write(ProbeModule module, YamlSection section) {
        Conversation conversation = module.conversation();
        section.put(COMPRESSION, conversation.compression() != Compression.OFF);
        section.put(REQUIRE_COMPRESSION, conversation.compression() == Compression.REQUIRED);
        section.put(QUERY_RESPONSE, conversation.steps());
        section.put(MAX_MESSAGE_SIZE, conversation.maxMessageBytes());
        section.put(HEARTBEAT, heartbeat(conversation));
        section.put(SETTLE, conversation.settle());
        section.put(HOLD, conversation.hold());
        section.put(CLOSE, closing(module));
        section.put(ATTEMPTS, module.attempts().most());
        section.put(ATTEMPT_INTERVAL, module.attempts().interval());
    }

    private static YamlSection heartbeat(Conversation conversation) {
        YamlSection section = new YamlSection();
        section.put(PINGS, conversation.heartbeat().pings());
        section.put(INTERVAL, conversation.heartbeat().interval());
        section.put(PONG_TIMEOUT, conversation.heartbeat().timeout());
        section.put(MAX_MISSED, conversation.heartbeat().maxMissed());
        section.put(ACCEPT, conversation.heartbeat().accept());
        return section;
    }

    private static YamlSection closing(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(CODE, module.closing().code());
        section.put(CLOSE_TIMEOUT, module.closing().timeout());
        section.put(REQUIRED, module.closing().required());
        section.put(EXPECTED, module.closing().expected());
        return section;
    }
}
