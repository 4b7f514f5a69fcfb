package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import java.time.Duration;

/** Reads what happens after the upgrade. */
final class ConversationReader {
    private ConversationReader() {}

    static Conversation conversation(BlockReader websocket) {
        return new Conversation(
                compression(websocket),
                websocket.orDefault(ConversationKeys.MAX_MESSAGE_SIZE),
                websocket.orDefault(ConversationKeys.QUERY_RESPONSE),
                heartbeat(websocket.block(ConversationKeys.HEARTBEAT)),
                websocket.orDefault(ConversationKeys.HOLD));
    }

    private static Compression compression(BlockReader websocket) {
        boolean offered = websocket.orDefault(ConversationKeys.COMPRESSION);
        boolean required = websocket.orDefault(ConversationKeys.REQUIRE_COMPRESSION);
        if (required && !offered) {
            websocket.mistake(
                    ConversationKeys.REQUIRE_COMPRESSION,
                    "requires what is not offered (expected: compression: true besides)");
        }
        return required ? Compression.REQUIRED : offered ? Compression.OFFERED : Compression.OFF;
    }

    private static Heartbeat heartbeat(BlockReader heartbeat) {
        int pings = heartbeat.orDefault(ConversationKeys.PINGS);
        int maxMissed = heartbeat.orDefault(ConversationKeys.MAX_MISSED);
        if (maxMissed > pings) {
            heartbeat.mistake(
                    ConversationKeys.MAX_MISSED,
                    maxMissed + " of " + pings + " pings cannot be missed (expected: at most " + pings
                            + ", or more pings)");
        }
        return new Heartbeat(
                pings,
                heartbeat.orDefault(ConversationKeys.INTERVAL),
                heartbeat.orDefault(ConversationKeys.PONG_TIMEOUT),
                maxMissed);
    }

    static CloseSettings closing(BlockReader websocket) {
        BlockReader close = websocket.block(ConversationKeys.CLOSE);
        Duration timeout = close.orDefault(ConversationKeys.CLOSE_TIMEOUT);
        boolean required = close.orDefault(ConversationKeys.REQUIRED);
        if (required && timeout.isZero()) {
            close.mistake(
                    ConversationKeys.REQUIRED,
                    "requires an answer that is not waited for (expected: a longer timeout beside it)");
        }
        return new CloseSettings(close.orDefault(ConversationKeys.CODE), timeout, required);
    }

    static RetrySettings attempts(BlockReader websocket) {
        return new RetrySettings(
                websocket.orDefault(ConversationKeys.ATTEMPTS), websocket.orDefault(ConversationKeys.ATTEMPT_INTERVAL));
    }
}
