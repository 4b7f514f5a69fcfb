package dev.websocketexporter.engine.frames;

import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.RSV1;
import static dev.websocketexporter.engine.ServerFrames.TEXT;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.ping;
import static dev.websocketexporter.engine.ServerFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.frames.PerMessageDeflate.Deflation;
import dev.websocketexporter.engine.frames.PerMessageDeflate.Inflation;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.Wire;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import dev.websocketexporter.testkit.ReceivedFrame;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** permessage-deflate, by the examples and the rules of RFC 7692 §7.2. */
class CompressionTest {
    private static final AgreedCompression TAKING_OVER = new AgreedCompression(true, true, true, 15);
    private static final AgreedCompression ANEW = new AgreedCompression(true, false, false, 15);
    private static final int LIMIT = 1 << 20;
    private static final int COMPRESSED_TEXT = FIN | RSV1 | TEXT;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            7.2.3.1 one block            | c107 f248cdc9c90700
            7.2.3.1 fragmented           | 4103 f248cd 8004 c9c90700
            7.2.3.3 without compression  | c10b 000500faff48656c6c6f00
            7.2.3.4 final block          | c108 f348cdc9c9070000
            7.2.3.5 two blocks           | c10d f2480500 0000ffff cac9c90700
            not compressed               | 8105 48656c6c6f
            """)
    void exampleOfTheStandardIsHello(String name, String frames) {
        for (AgreedCompression agreed : new AgreedCompression[] {TAKING_OVER, ANEW}) {
            try (Wire wire = Wire.compressed(LIMIT, agreed)) {
                wire.receive(hex(frames), hex(frames)).receiveByteByByte(hex(frames));
                assertThat(wire.messages())
                        .as(wire.failureText())
                        .containsExactly("TEXT Hello", "TEXT Hello", "TEXT Hello");
                assertThat(wire.frames().received()).isEqualTo(new Traffic(3, 15));
            }
        }
    }

    @Test
    void messageRefersToTheOneBeforeItWhereThatWasAgreedOn() {
        // RFC 7692 §7.2.3.2
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER);
                Wire anew = Wire.compressed(LIMIT, ANEW)) {
            wire.receive(hex("c107 f248cdc9c90700"), hex("c105 f200110000"));
            assertThat(wire.messages()).containsExactly("TEXT Hello", "TEXT Hello");
            anew.receive(hex("c107 f248cdc9c90700"), hex("c105 f200110000"));
            assertThat(anew.failureText())
                    .startsWith("protocol_error: the server sent a compressed message that cannot be decompressed");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            unknown block type           | c101 ff                     | protocol_error
            wrong stored length          | c105 0005000000             | protocol_error
            reference before the start   | c105 f200110000             | protocol_error
            ends inside of a stored block | c107 000500faff4865         | protocol_error
            RSV1 on a continuation       | 4103 f248cd c004 c9c90700   | protocol_error
            RSV1 on a ping               | c900                        | protocol_error
            RSV2                         | a100                        | protocol_error
            no UTF-8                     | c107 000100feffff00         | invalid_utf8
            too long                     | c1 7f 0000000000200401      | message_too_large
            2^63-1                       | c1 7f 7fffffffffffffff      | message_too_large
            """)
    void isRefused(String name, String frames, String reason) {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            wire.receiveByteByByte(hex(frames));
            assertThat(wire.reason()).as(wire.failureText()).isEqualTo(reason);
            assertThat(wire.messages()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the head of a block         | c101 05
            a fixed block               | c105 f248cdc9c9
            without what ends the block | c106 f248cdc9c907
            one bit of a stored block   | c104 00000000
            """)
    void messageThatIsCutIsNotTakenForAWholeOne(String name, String frames) {
        for (AgreedCompression agreed : new AgreedCompression[] {TAKING_OVER, ANEW}) {
            try (Wire wire = Wire.compressed(LIMIT, agreed)) {
                wire.receive(hex(frames));
                assertThat(wire.reason()).as(wire.failureText()).isEqualTo("protocol_error");
                assertThat(wire.messages()).isEmpty();
            }
        }
    }

    @Test
    void bombIsRefusedWhenTheLimitIsReachedAndNotLater() {
        Deflation deflation = new Deflation(TAKING_OVER);
        byte[] bomb = frame(COMPRESSED_TEXT, deflation.compress(new byte[64 << 20]));
        deflation.free();
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            int needed = 0;
            while (wire.failure() == null) {
                wire.receive(new byte[] {bomb[needed]});
                needed++;
            }
            assertThat(wire.failureText()).startsWith("message_too_large: ").contains("1048576");
            // 1,000 to 1 is the best that the format can do.
            assertThat(needed).isLessThan(2 * LIMIT / 1000);
        }
    }

    @Test
    void messageOfJustTheLimitIsTakenThoughItGrewWhenCompressed() {
        byte[] noise = new byte[LIMIT];
        new Random(1).nextBytes(noise);
        Deflation deflation = new Deflation(ANEW);
        byte[] compressed = deflation.compress(noise);
        deflation.free();
        assertThat(compressed.length).isGreaterThan(LIMIT);
        try (Wire wire = Wire.compressed(LIMIT, ANEW)) {
            wire.receive(frame(FIN | RSV1 | ServerFrames.BINARY, compressed));
            assertThat(wire.frames().next().join().message().payload()).isEqualTo(Bytes.of(noise));
        }
    }

    @Test
    void pingIsAnsweredInsideOfACompressedMessage() {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            wire.receive(hex("4103 f248cd"), ping("x"), hex("8004 c9c90700"));
            assertThat(wire.sentShown()).containsExactly("a x");
            assertThat(wire.messages()).containsExactly("TEXT Hello");
        }
    }

    @Test
    void droppedMessagesKeepTheContextGoing() {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            wire.frames().dropMessages();
            wire.receive(hex("c107 f248cdc9c90700"), hex("c105 f200110000"), hex("c105 f200110000"));
            assertThat(wire.failure()).isNull();
            assertThat(wire.frames().received()).isEqualTo(new Traffic(3, 15));
        }
    }

    @Test
    void emptyMessagesAreUnderstoodInEachFormThereIs() {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            wire.receive(hex("c101 00"), hex("c102 0200"), hex("c100"), hex("8100"), hex("c107 f248cdc9c90700"));
            assertThat(wire.messages())
                    .as(wire.failureText())
                    .containsExactly("TEXT ", "TEXT ", "TEXT ", "TEXT ", "TEXT Hello");
        }
    }

    @Test
    void ourMessagesAreCompressedAndCountedUncompressed() throws Exception {
        for (AgreedCompression agreed : new AgreedCompression[] {TAKING_OVER, ANEW}) {
            try (Wire wire = Wire.compressed(LIMIT, agreed)) {
                Inflation server = new Inflation(agreed);
                String long1 = "abc".repeat(30_000);
                for (String said : new String[] {"Hello", "", "Hello", long1, long1}) {
                    assertThat(wire.session().send(Wire.text(said))).isCompleted();
                    ReceivedFrame frame = wire.sent().get(0);
                    assertThat(frame.opcode()).isEqualTo(RSV1 | TEXT);
                    assertThat(inflated(server, frame.payload())).isEqualTo(said);
                }
                assertThat(wire.session().sent()).isEqualTo(new Traffic(5, 10 + 2 * long1.length()));
                server.free();
            }
        }
    }

    private static String inflated(Inflation inflation, byte[] compressed) throws ProbeFailedException {
        StringBuilder text = new StringBuilder();
        inflation.take(
                compressed,
                compressed.length,
                (bytes, length) -> text.append(new String(bytes, 0, length, StandardCharsets.UTF_8)));
        inflation.end();
        return text.toString();
    }

    @Test
    void ourSecondMessageIsShorterOnlyWhereItMayReferToTheFirst() {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER);
                Wire anew = Wire.compressed(LIMIT, ANEW)) {
            byte[] noise = new byte[1000];
            new Random(2).nextBytes(noise);
            Message message = new Message(Message.Kind.BINARY, Bytes.of(noise));
            for (Wire each : new Wire[] {wire, anew}) {
                each.session().send(message);
                each.session().send(message);
            }
            assertThat(wire.sent().get(1).payload()).hasSizeLessThan(100);
            assertThat(anew.sent().get(1).payload()).hasSizeGreaterThan(1000);
        }
    }

    @Test
    void ourMessagesReferNowhereBackIfTheServerHasASmallWindow() throws Exception {
        AgreedCompression small = new AgreedCompression(true, true, true, 8);
        String once = new Random(3)
                .ints(2000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        try (Wire wire = Wire.compressed(LIMIT, small)) {
            Inflation server = new Inflation(small);
            for (int i = 0; i < 2; i++) {
                wire.session().send(Wire.text(once + once));
                byte[] compressed = wire.sent().get(0).payload();
                // A letter of 26 takes 4.7 bits; what stands there for the second time would take next to nothing.
                assertThat(compressed).hasSizeBetween(4000 * 47 / 80, 4000 * 6 / 8);
                assertThat(inflated(server, compressed)).isEqualTo(once + once);
            }
            server.free();
        }
    }

    @Test
    void afterTheEndWhatWaitsIsStillDecompressed() {
        try (Wire wire = Wire.compressed(5, TAKING_OVER)) {
            wire.receive(hex("c107 f248cdc9c90700 c105 f200110000"), ServerFrames.close(1000, ""));
            wire.fin();
            assertThat(wire.messages()).containsExactly("TEXT Hello", "TEXT Hello");
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
        }
    }

    @Test
    void uncompressedMessageMayComeInBetween() {
        try (Wire wire = Wire.compressed(LIMIT, TAKING_OVER)) {
            wire.receive(hex("c107 f248cdc9c90700"), text("x"), hex("c105 f200110000"));
            assertThat(wire.messages()).containsExactly("TEXT Hello", "TEXT x", "TEXT Hello");
        }
    }
}
