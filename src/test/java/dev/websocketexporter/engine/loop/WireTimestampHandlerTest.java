package dev.websocketexporter.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.ProbeLoop.ProbeLag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTimestampHandlerTest {
    private static final long START = 1_000_000;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private long now = START;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopClock loop = new LoopClock(() -> now);
    private final ProbeLag lag = new ProbeLag();
    private final WireTimestampHandler wire =
            new WireTimestampHandler(new ProbeLoop(channel.eventLoop(), () -> now, loop), lag);

    WireTimestampHandlerTest() {
        channel.pipeline().addFirst(wire);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void bytesWereSentWhenTheyWentToTheSocketNotWhenTheyWereWritten() {
        channel.write(bytes());
        now += 7 * MILLI;
        channel.flush();
        now += MILLI;
        assertThat(wire.sentAt()).isEqualTo(START + 7 * MILLI);
    }

    @Test
    void bytesThatWereReadyCameWhenTheLoopWokeThoughOthersAreReadFirst() {
        rest(5 * MILLI);
        now += 3 * MILLI;
        channel.writeInbound(bytes());
        assertThat(wire.lastReadAt()).isEqualTo(START + 5 * MILLI);
        assertThat(lag.most()).isZero();
    }

    @Test
    void bytesBehindTheFirstMayHaveComeThisMoment() {
        rest(5 * MILLI);
        channel.writeInbound(bytes());
        now += 3 * MILLI;
        channel.writeInbound(bytes());
        assertThat(wire.lastReadAt()).isEqualTo(START + 8 * MILLI);
    }

    @Test
    void bytesThatMayAnswerWhatWasSentSinceTheLoopWokeCameBehindIt() {
        rest(5 * MILLI);
        now += MILLI;
        channel.writeAndFlush(bytes());
        now += MILLI;
        channel.writeInbound(bytes());
        assertThat(wire.lastReadAt()).isEqualTo(START + 7 * MILLI);
    }

    @Test
    void bytesThatAreReadWhenNoSocketWasReadyCameThisMoment() {
        rest(5 * MILLI);
        loop.looked();
        now += MILLI;
        channel.writeInbound(bytes());
        assertThat(wire.lastReadAt()).isEqualTo(START + 6 * MILLI);
    }

    @Test
    void bytesMayHaveWaitedAllTheTimeThatTheLoopWasBusy() {
        rest(5 * MILLI);
        now += 80 * MILLI;
        loop.looked();
        rest(0);
        channel.writeInbound(bytes());
        assertThat(lag.most()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void bytesHaveNotWaitedLongerThanSinceWhatTheyAnswer() {
        rest(5 * MILLI);
        now += 60 * MILLI;
        channel.writeAndFlush(bytes());
        now += 20 * MILLI;
        loop.looked();
        rest(0);
        channel.writeInbound(bytes());
        assertThat(lag.most()).isEqualTo(Duration.ofMillis(20));
    }

    /** The loop waits that long until a socket is ready. */
    private void rest(long nanos) {
        loop.waits();
        now += nanos;
        loop.woke();
    }

    private static ByteBuf bytes() {
        return Unpooled.wrappedBuffer(new byte[] {1});
    }
}
