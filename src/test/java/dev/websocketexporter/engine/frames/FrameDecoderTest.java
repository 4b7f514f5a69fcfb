package dev.websocketexporter.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.frames.FrameDecoder.FrameListener;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** A decoder stops where its listener asks it to, and goes on from there. */
class FrameDecoderTest {
    private static final int PAYLOAD = 10_000;

    /** Gives the decoder that many pieces of work. */
    private static final class Pieces implements FrameListener {
        private int allowed;
        private int messages;

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean goesOn() {
            return allowed-- > 0;
        }

        @Override
        public void message(Message message) {
            assertThat(message.payload().length()).isEqualTo(PAYLOAD);
            messages++;
        }

        @Override
        public void dropped(Message.Kind kind, int bytes) {}

        @Override
        public void ping(Bytes payload) {}

        @Override
        public void pong(Bytes payload) {}

        @Override
        public void close(PeerClose close) {}
    }

    @Test
    void longFrameIsWorkedOnInPiecesSoThatOthersAreNotLate() throws Exception {
        Pieces pieces = new Pieces();
        SessionMemory memory = new SessionMemory(new MessageMemory(4L * PAYLOAD), Runnable::run, PAYLOAD, why -> {});
        FrameDecoder decoder = new FrameDecoder(new MessageAssembler(PAYLOAD, AgreedCompression.NONE, memory), pieces);
        ByteBuf in =
                Unpooled.wrappedBuffer(ServerFrames.frame(ServerFrames.FIN | ServerFrames.BINARY, new byte[PAYLOAD]));
        int header = in.readableBytes() - PAYLOAD;

        pieces.allowed = 3;
        decoder.read(in);
        assertThat(in.readerIndex()).isEqualTo(header + 3 * 1024);

        pieces.allowed = 100;
        decoder.read(in);
        assertThat(in.isReadable()).isFalse();
        assertThat(pieces.messages).isEqualTo(1);
    }
}
