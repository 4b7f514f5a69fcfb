package dev.websocketexporter.engine;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.frames.FrameDecoder.FrameListener;
import dev.websocketexporter.engine.frames.MessageAssembler;
import dev.websocketexporter.engine.frames.PeerClose;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a server's bytes to its messages. Run by {@code bench/jmh}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FramePathBenchmark {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int TEXT = 0x81;
    private static final int PONG = 0x8A;
    private static final int CLOSE = 0x88;
    private static final int LENGTH_IN_2_BYTES = 126;

    /** Payload of the text message. */
    @Param({"16", "4096"})
    public int bytes;

    private ByteBuf stream = Unpooled.EMPTY_BUFFER;

    /** A text message, a pong, and a Close with its code, as they come in one packet. */
    @Setup
    public void write() {
        stream = Unpooled.buffer();
        stream.writeByte(TEXT);
        if (bytes < LENGTH_IN_2_BYTES) {
            stream.writeByte(bytes);
        } else {
            stream.writeByte(LENGTH_IN_2_BYTES).writeShort(bytes);
        }
        stream.writeBytes("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        stream.writeByte(PONG).writeByte(Integer.BYTES).writeInt(1);
        stream.writeByte(CLOSE).writeByte(Short.BYTES).writeShort(1000);
    }

    /** With what a connection makes for itself, since each probe has a new one. */
    @Benchmark
    public int connection() throws ProbeFailedException {
        Counter counter = new Counter();
        new FrameDecoder(new MessageAssembler(MAX_MESSAGE_BYTES, AgreedCompression.NONE, memory()), counter)
                .read(stream.duplicate());
        return counter.bytes;
    }

    private static SessionMemory memory() {
        return new SessionMemory(MessageMemory.ofThisRuntime(), Runnable::run, MAX_MESSAGE_BYTES, why -> {});
    }

    /** So that nothing of it can be left out. */
    private static final class Counter implements FrameListener {
        private int bytes;

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
            bytes += message.payload().length();
        }

        @Override
        public void dropped(Message.Kind kind, int length) {
            bytes += length;
        }

        @Override
        public void ping(Bytes payload) {
            bytes += payload.length();
        }

        @Override
        public void pong(Bytes payload) {
            bytes += payload.length();
        }

        @Override
        public void close(PeerClose close) {
            bytes++;
        }
    }
}
