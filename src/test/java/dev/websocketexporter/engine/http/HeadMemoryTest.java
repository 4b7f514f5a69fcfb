package dev.websocketexporter.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead.Fault;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.HeadMemory;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heads share the total for messages: a peer decides how many fields it sends, and when the last of them comes. */
class HeadMemoryTest {
    private static final String BEGINNING = "HTTP/1.1 101 S\r\n";

    private final MessageMemory total = new MessageMemory(1024 * 1024);
    private final Deque<Runnable> laterOnTheLoop = new ArrayDeque<>();

    private EmbeddedChannel connection() {
        return new EmbeddedChannel(
                new ResponseHeadDecoder(evicted -> new HeadMemory(total, laterOnTheLoop::add, evicted)));
    }

    private static void receives(EmbeddedChannel connection, String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }

    private static Object read(EmbeddedChannel connection) {
        return connection.readInbound();
    }

    private static MalformedHead malformed(EmbeddedChannel connection) {
        assertThat(read(connection)).isInstanceOf(StatusLine.class);
        return connection.readInbound();
    }

    @Test
    void headOfThousandsOfEmptyFieldsCountsWithWhatItTakes() {
        EmbeddedChannel connection = connection();
        receives(connection, BEGINNING + "a:\n".repeat(20_000));
        MalformedHead malformed = malformed(connection);
        assertThat(malformed.fault()).isEqualTo(Fault.TOO_LARGE);
        assertThat(malformed.detail())
                .matches("a head of \\d{4} fields, which held more than those of any other probe when the exporter's"
                        + " total for messages was used up \\(expected: a smaller head\\) \\(status 101\\)");
        assertThat(total.figures().exceeded()).isEqualTo(1);
        connection.finishAndReleaseAll();
        assertThat(total.figures().usedBytes()).isZero();
    }

    @Test
    void headThatMeetsATotalUsedUpByHeldConnectionsIsNotToBlame() {
        List<MessageMemory.Share> held = new ArrayList<>();
        for (int i = 0; i < 62; i++) {
            MessageMemory.Share share = total.share(laterOnTheLoop::add, () -> {});
            assertThat(share.resize(16 * 1024)).isEqualTo(MessageMemory.Answer.GRANTED);
            share.last();
            held.add(share);
        }
        EmbeddedChannel connection = connection();
        receives(connection, BEGINNING + "a:\n".repeat(2_000));
        assertThat(malformed(connection).fault()).isEqualTo(Fault.NO_ROOM);
        connection.finishAndReleaseAll();
        held.forEach(share -> assertThat(share.resize(0)).isEqualTo(MessageMemory.Answer.GRANTED));
        assertThat(total.figures().usedBytes()).isZero();
    }

    @Test
    void ordinaryHeadTakesNothingFromTheTotal() {
        EmbeddedChannel connection = connection();
        receives(connection, BEGINNING + "Server: x\r\n".repeat(20));
        assertThat(total.figures().usedBytes()).isZero();
        receives(connection, "\r\n");
        assertThat(read(connection)).isInstanceOf(StatusLine.class);
        assertThat(read(connection)).isInstanceOf(ResponseHead.class);
    }

    @Test
    void largestHeadGivesWayToAnother() {
        EmbeddedChannel largest = connection();
        receives(largest, BEGINNING + "a:\n".repeat(5_000));
        EmbeddedChannel other = connection();
        receives(other, BEGINNING + "a:\n".repeat(2_500));
        assertThat(laterOnTheLoop).hasSize(1);
        laterOnTheLoop.remove().run();
        assertThat(malformed(largest).fault()).isEqualTo(Fault.TOO_LARGE);
        receives(other, "\n");
        assertThat(read(other)).isInstanceOf(StatusLine.class);
        assertThat(read(other)).isInstanceOf(ResponseHead.class);
        other.finishAndReleaseAll();
        assertThat(total.figures().usedBytes()).isZero();
    }

    @Test
    void headThatHasNoRoomWhileOthersLeaveIsTheExportersFault() {
        EmbeddedChannel largest = connection();
        receives(largest, BEGINNING + "a:\n".repeat(5_500));
        EmbeddedChannel other = connection();
        receives(other, BEGINNING + "a:\n".repeat(5_000));
        MalformedHead malformed = malformed(other);
        assertThat(malformed.fault()).isEqualTo(Fault.NO_ROOM);
        Failure failure = malformed
                .noRoom(Phase.UPGRADE, "the server answered with " + malformed.detail())
                .failure();
        assertThat(failure.limit()).isEqualTo(ExporterLimit.MEMORY);
        assertThat(failure.detail())
                .matches(
                        "the server answered with a head of \\d{4} fields \\(status 101\\), for which there was no room in the exporter's"
                                + " total for messages, which other probes used up .*");
    }
}
