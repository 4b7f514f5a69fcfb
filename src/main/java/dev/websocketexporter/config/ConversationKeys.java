package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.config.Key.Value;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import java.time.Duration;
import java.util.List;

/** The keys about what happens after the upgrade, and how often all of it is tried. */
final class ConversationKeys {
    /** More than any probe has time for. */
    private static final int MOST_PINGS = 1_000;
    /** More would be no confirmation but a load. */
    private static final int MOST_ATTEMPTS = 10;

    static final Value<Boolean> COMPRESSION = new Value<>(
            "compression", BooleanType.INSTANCE, false, "Offers permessage-deflate, which the server may decline.");
    static final Value<Boolean> REQUIRE_COMPRESSION = new Value<>(
            "require_compression",
            BooleanType.INSTANCE,
            false,
            "Fails unless the server chooses permessage-deflate; needs compression.");
    static final Value<List<Step>> QUERY_RESPONSE =
            new Value<>("query_response", ScriptType.INSTANCE, List.of(), "The steps of the conversation, in order.");
    static final Value<Integer> MAX_MESSAGE_SIZE = new Value<>(
            "max_message_size",
            SizeType.OF_A_MESSAGE,
            Conversation.DEFAULT_MAX_MESSAGE_BYTES,
            "The largest message that is taken in, after decompression; a larger one fails the probe.");

    // heartbeat
    static final Value<Integer> PINGS = new Value<>(
            "pings", IntegerType.from(0, MOST_PINGS), Heartbeat.NONE.pings(), "How many pings are sent; 0: none.");
    static final Value<Duration> INTERVAL = new Value<>(
            "interval", DurationType.ANY, Heartbeat.NONE.interval(), "From the sending of one to that of the next.");
    static final Value<Duration> PONG_TIMEOUT =
            new Value<>("timeout", DurationType.POSITIVE, Heartbeat.NONE.timeout(), "How long one pong may take.");
    static final Value<Integer> MAX_MISSED = new Value<>(
            "max_missed",
            IntegerType.from(0, MOST_PINGS),
            Heartbeat.NONE.maxMissed(),
            "How many pongs may be missing; one more fails the probe. Not more than pings.");
    static final Block HEARTBEAT =
            new Block("heartbeat", "Pings after the steps.", List.of(PINGS, INTERVAL, PONG_TIMEOUT, MAX_MISSED));

    static final Value<Duration> HOLD = new Value<>(
            "hold",
            DurationType.ANY,
            Conversation.NONE.hold(),
            "How long the connection is then kept open and idle, before a ping must be answered within heartbeat.timeout.");

    // close
    static final Value<Integer> CODE =
            new Value<>("code", CloseCodeType.INSTANCE, CloseSettings.DEFAULT.code(), "The code of our Close frame.");
    static final Value<Duration> CLOSE_TIMEOUT = new Value<>(
            "timeout",
            DurationType.ANY,
            CloseSettings.DEFAULT.timeout(),
            "How long the peer's Close is waited for, as far as the probe's time allows.");
    static final Value<Boolean> REQUIRED = new Value<>(
            "required",
            BooleanType.INSTANCE,
            CloseSettings.DEFAULT.required(),
            "Fails when the closing handshake is not answered.");
    static final Block CLOSE = new Block("close", "The closing handshake.", List.of(CODE, CLOSE_TIMEOUT, REQUIRED));

    static final Value<Integer> ATTEMPTS = new Value<>(
            "attempts",
            IntegerType.from(1, MOST_ATTEMPTS),
            RetrySettings.ONE.most(),
            "Tries in all, inside the probe's time, before a failure is told.");
    static final Value<Duration> ATTEMPT_INTERVAL = new Value<>(
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
            HOLD,
            CLOSE,
            ATTEMPTS,
            ATTEMPT_INTERVAL);

    private ConversationKeys() {}
}
