package dev.websocketexporter.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent, and when, as far as the windows of the server let it pass. */
class SentDataTest {
    private static final int WINDOW = 65_535;

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    private final SentData sent = new SentData(new DefaultHttp2FrameWriter(), ctx);

    @AfterEach
    void free() {
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingPassesBeforeTheHeadersOfTheRequest() {
        ChannelPromise promise = add(10);
        assertThat(drained()).isEmpty();

        sent.open();
        assertThat(drained()).containsExactly(10);
        assertThat(promise.isSuccess()).isTrue();
    }

    @Test
    void whatTheWindowsDoNotLetPassMakesTheChannelUnwritable() throws Http2Exception {
        sent.open();
        ChannelPromise promise = add(WINDOW + 5);

        assertThat(drained()).containsExactly(16_384, 16_384, 16_384, 16_383);
        assertThat(channel.isWritable()).isFalse();
        assertThat(promise.isDone()).isFalse();

        sent.credit(false, 100);
        assertThat(drained()).as("the window of the connection is closed still").isEmpty();
        sent.credit(true, 100);
        assertThat(drained()).containsExactly(5);
        assertThat(channel.isWritable()).isTrue();
        assertThat(promise.isSuccess()).isTrue();
    }

    @Test
    void aSmallerInitialWindowCanMakeThatOfTheStreamNegative() throws Http2Exception {
        sent.open();
        add(WINDOW - 10);
        drained();

        sent.initialWindow(100);
        add(5);
        assertThat(drained()).isEmpty();
        sent.credit(false, WINDOW - 110);
        assertThat(drained()).as("100 of a window, of which more was used").isEmpty();
        sent.credit(false, 5);
        assertThat(drained()).containsExactly(5);
    }

    @Test
    void theEndComesAfterWhatWaits() throws Http2Exception {
        sent.open();
        add(WINDOW + 1);
        sent.end();
        assertThat(drained()).hasSize(4);

        sent.credit(true, 1);
        sent.credit(false, 1);
        assertThat(drained()).containsExactly(1, 0);
        assertThat(sent.endsNow()).as("it has ended already").isFalse();
    }

    @Test
    void aWindowOfMoreThanTwoGibibytesIsAViolation() {
        assertThatExceptionOfType(Http2Exception.class)
                .isThrownBy(() -> sent.credit(true, Integer.MAX_VALUE))
                .withMessageContaining("2^31");
    }

    @Test
    void whatWaitsFailsWithTheCause() {
        ChannelPromise promise = add(10);
        IllegalStateException cause = new IllegalStateException("over");

        sent.fail(cause);

        assertThat(promise.cause()).isSameAs(cause);
    }

    private ChannelPromise add(int bytes) {
        ChannelPromise promise = channel.newPromise();
        sent.add(Unpooled.buffer(bytes).writeZero(bytes), promise);
        return promise;
    }

    /** The lengths of the frames that pass. */
    private List<Integer> drained() {
        sent.drain();
        channel.flushOutbound();
        channel.runPendingTasks();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        List<Integer> lengths = new ArrayList<>();
        while (all.isReadable()) {
            int length = all.readUnsignedMedium();
            lengths.add(length);
            all.skipBytes(6 + length);
        }
        return lengths;
    }
}
