package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.frames.FrameDecoder.FrameListener;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A server's frames without compression: what comes out is what a second reader of RFC 6455 finds, in whatever pieces
 * they come. The first byte chooses the pieces and the limit; the rest is the stream.
 */
public final class FramesFuzz {
    static final Set<Reason> REASONS = EnumSet.of(Reason.PROTOCOL_ERROR, Reason.INVALID_UTF8, Reason.MESSAGE_TOO_LARGE);

    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(50), 4 << 20);
    private static final MessageMemory MEMORY = new MessageMemory(1L << 30);
    private static final int SMALL = 200;
    private static final int LARGE = 70_000;

    private FramesFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            BOUNDS.hold(data, FramesFuzz::play);
        }
    }

    private static void play(byte[] data) {
        int limit = limit(data[0]);
        List<Object> expected = FrameModel.read(data, 1, limit);
        Expect.equal(events(data, limit, AgreedCompression.NONE, data.length), expected, "in one piece");
        Expect.equal(events(data, limit, AgreedCompression.NONE, 1), expected, "byte by byte");
        Expect.equal(events(data, limit, AgreedCompression.NONE, piece(data[0])), expected, "in pieces");
    }

    static int limit(byte choice) {
        return (choice & 1) == 0 ? SMALL : LARGE;
    }

    static int piece(byte choice) {
        return 2 + ((choice & 0xff) >> 3);
    }

    /** What a listener hears: messages, the payloads of pings and pongs, a Close, and the reason of a failure. */
    static List<Object> events(byte[] data, int limit, AgreedCompression agreed, int piece) {
        Heard heard = new Heard(limit);
        SessionMemory memory = new SessionMemory(MEMORY, Runnable::run, limit, why -> {});
        MessageAssembler assembler = new MessageAssembler(limit, agreed, memory);
        FrameDecoder decoder = new FrameDecoder(assembler, heard);
        ByteBuf in = Unpooled.wrappedBuffer(data).setIndex(1, 1);
        try {
            while (in.writerIndex() < data.length) {
                in.writerIndex((int) Math.min(data.length, (long) in.writerIndex() + piece));
                decoder.read(in);
            }
        } catch (ProbeFailedException violation) {
            heard.events.add(Expect.failure(violation, Phase.CONVERSATION, REASONS, 600));
            Expect.that(!in.isReadable(), "bytes after a violation are left unread");
        } finally {
            assembler.free();
            memory.close();
        }
        return heard.events;
    }

    private static final class Heard implements FrameListener {
        private final List<Object> events = new ArrayList<>();
        private final int limit;

        Heard(int limit) {
            this.limit = limit;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean goesOn() {
            return true;
        }

        @Override
        public void message(Message message) {
            Expect.that(message.payload().length() <= limit, "a message that is larger than the limit");
            events.add(message);
        }

        @Override
        public void dropped(Message.Kind kind, int bytes) {
            throw new AssertionError("a message was dropped");
        }

        @Override
        public void ping(Bytes payload) {
            events.add("ping " + payload);
        }

        @Override
        public void pong(Bytes payload) {
            events.add("pong " + payload);
        }

        @Override
        public void close(PeerClose close) {
            events.add(FrameModel.close(
                    close.code(), close.fault() == null ? null : close.fault().reason()));
        }
    }
}
