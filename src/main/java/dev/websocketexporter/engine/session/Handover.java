package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.frames.MessageAssembler;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upgraded connection on its way from a session to whoever holds it open: nothing that has arrived is lost. Nothing of it
 * leads back to the session.
 *
 * @param decoder of frames, perhaps in the middle of one; it still has the session's listener
 * @param assembler of messages, perhaps in the middle of one; it belongs to the decoder
 * @param memory of the connection; it still has the session's answer to an eviction
 * @param messages that have arrived and were not taken, in order
 * @param rest what has arrived after them and was not parsed
 * @param end how the connection has ended already; absent: it has not, as far as the session has seen
 */
public record Handover(
        FrameDecoder decoder,
        MessageAssembler assembler,
        SessionMemory memory,
        List<Received> messages,
        UnreadBytes rest,
        @Nullable End end) {
    public Handover {
        messages = List.copyOf(messages);
    }

    /** How a connection has ended. */
    public sealed interface End {
        /**
         * By what was parsed: a Close, which is answered, or a violation.
         *
         * @param failure a {@code ProbeFailedException}, or a bug
         * @param code of the Close; absent: there was none
         * @param reason of the Close; empty: it had none
         */
        record Noted(Throwable failure, @Nullable Integer code, String reason, long tick) implements End {}

        /**
         * Without a Close, unless {@link Handover#rest} has one.
         *
         * @param cause what the channel or a write reported; absent: it just became inactive
         */
        record Broken(@Nullable Throwable cause, long tick) implements End {}
    }
}
