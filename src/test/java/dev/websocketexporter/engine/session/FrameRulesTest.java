package dev.websocketexporter.engine.session;

import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §5, what a client must refuse: frames in hex, the reason, our Close. */
class FrameRulesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            masked frame                   | 81 81 00000000 61   | protocol_error    | 1002
            RSV1 without an agreement      | c1 01 61            | protocol_error    | 1002
            RSV2                           | a1 01 61            | protocol_error    | 1002
            RSV3                           | 91 01 61            | protocol_error    | 1002
            RSV1 on a ping                 | c9 00               | protocol_error    | 1002
            opcode 3                       | 83 00               | protocol_error    | 1002
            opcode 7                       | 87 00               | protocol_error    | 1002
            opcode 11                      | 8b 00               | protocol_error    | 1002
            opcode 15                      | 8f 00               | protocol_error    | 1002
            fragmented ping                | 09 00               | protocol_error    | 1002
            fragmented Close               | 08 00               | protocol_error    | 1002
            oversized ping                 | 89 7e               | protocol_error    | 1002
            oversized pong                 | 8a 7f               | protocol_error    | 1002
            continuation without a start   | 80 01 61            | protocol_error    | 1002
            continuation behind the end    | 8101 61 8001 61     | protocol_error    | 1002
            text inside of a message       | 0101 61 8101 61     | protocol_error    | 1002
            binary inside of a message     | 0101 61 0201 61     | protocol_error    | 1002
            125 bytes in two length bytes  | 82 7e 007d          | protocol_error    | 1002
            65535 bytes in eight           | 82 7f 000000000000ffff | protocol_error | 1002
            length with the top bit        | 82 7f ffffffffffffffff | protocol_error | 1002
            length of just the top bit     | 82 7f 8000000000000000 | protocol_error | 1002
            length of 2^63-1               | 82 7f 7fffffffffffffff | message_too_large | 1009
            length above the limit         | 82 7e 03e9          | message_too_large | 1009
            fragments above the limit      | 0201 61 80 7e 03e8  | message_too_large | 1009
            2^63-1 behind a fragment       | 0201 61 80 7f 7fffffffffffffff | message_too_large | 1009
            Close with one byte            | 88 01 03            | protocol_error    | 1002
            byte that is never UTF-8       | 81 05 ff            | invalid_utf8      | 1007
            overlong form                  | 81 05 c080          | invalid_utf8      | 1007
            surrogate                      | 81 05 eda0          | invalid_utf8      | 1007
            above U+10FFFF                 | 81 05 f490          | invalid_utf8      | 1007
            lonely continuation            | 81 05 61 80         | invalid_utf8      | 1007
            character cut at the end       | 81 02 61 c3         | invalid_utf8      | 1007
            character cut wrong by frames  | 0101 e2 0001 82 8001 61 | invalid_utf8  | 1007
            """)
    void isRefusedAtOnceAndWithTheRightClose(String name, String frames, String reason, int code) {
        for (boolean byteByByte : List.of(false, true)) {
            try (Wire wire = Wire.limited(1000)) {
                if (byteByByte) {
                    wire.receiveByteByByte(hex(frames));
                } else {
                    wire.receive(hex(frames));
                }
                assertThat(wire.failureText()).startsWith(reason + ": the server sent ");
                assertThat(wire.sentShown()).containsExactly("8 " + code + reason);
                assertThat(wire.run().context().state().close().code()).isNull();
                assertThat(wire.run().context().state().close().clean()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 12592, 65535})
    void closeCodeThatMayNotBeSentIsAProtocolErrorAndReportedAsItCame(int code) {
        try (Wire wire = Wire.conversing()) {
            wire.receive(ServerFrames.close(code, "why"));
            assertThat(wire.failureText())
                    .startsWith("protocol_error: ")
                    .contains(" " + code + ", which must not be on the wire");
            assertThat(wire.sentShown()).containsExactly("8 1002protocol_error");
            assertThat(wire.run().context().state().close())
                    .isEqualTo(new CloseReport(code, "why", false).closedByServer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 200 OK\n", "HTTP/1.1 200 OK"})
    void httpInsideOfTheStreamIsCalledSo(String answer) {
        for (byte[] before : List.of(new byte[0], ServerFrames.text("hello"))) {
            try (Wire wire = Wire.conversing()) {
                wire.receive(before, answer.getBytes(StandardCharsets.US_ASCII));
                assertThat(wire.failureText())
                        .isEqualTo("protocol_error: the server sent HTTP where a frame was expected: \""
                                + answer.split("[\r\n]", 2)[0]
                                + "\" (expected: only frames after the 101)");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HT", "HTT", "HTTP"})
    void httpOfWhichLittleHasComeIsCalledSo(String beginning) {
        try (Wire wire = Wire.conversing()) {
            wire.receive(beginning.getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.failureText())
                    .isEqualTo("protocol_error: the server sent what begins like HTTP where a frame was expected: \""
                            + beginning + "\" (expected: only frames after the 101)");
        }
    }

    @Test
    void frameThatOnlyBeginsLikeHttpIsNone() {
        try (Wire wire = Wire.conversing()) {
            wire.receive("HTML".getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.failureText()).contains("a fragmented control frame");
        }
    }

    @Test
    void codeThatIsWrittenAsTextIsSaidToBe() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(hex("8804 31303030"));
            assertThat(wire.failureText())
                    .isEqualTo(
                            "protocol_error: the server sent a Close frame with the code 12592, which must not be on the"
                                    + " wire: it begins with the text \"1000\" (expected: one of RFC 6455 §7.4, or 3000 to 4999)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"88 03 03e8 ff", "88 04 03e8 c3 c3"})
    void closeWhoseReasonIsNoUtf8HasItsCode(String frame) {
        try (Wire wire = Wire.conversing()) {
            wire.receive(hex(frame));
            assertThat(wire.failureText())
                    .startsWith("invalid_utf8: the server sent a Close frame with the code 1000 ");
            assertThat(wire.sentShown()).containsExactly("8 1007invalid_utf8");
            assertThat(wire.run().context().state().close())
                    .isEqualTo(new CloseReport(1000, null, false).closedByServer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void closeCodeThatMayBeSentIsAnsweredWithTheSame(int code) {
        try (Wire wire = Wire.conversing()) {
            wire.receive(ServerFrames.close(code, "r\u00e9"));
            assertThat(wire.failureText())
                    .isEqualTo("closed_by_peer: the server sent Close " + code
                            + " \"r\\xe9\" before the conversation was over");
            assertThat(wire.sentShown()).containsExactly("8 " + code);
            assertThat(wire.run().context().state().close().code()).isEqualTo(code);
            assertThat(wire.run().context().state().close().reason()).isEqualTo("r\u00e9");
            assertThat(wire.run().context().state().close().clean()).isTrue();
        }
    }

    @Test
    void closeWithoutACodeIsAnsweredWithoutOne() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(hex("8800"));
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
            assertThat(wire.sentShown()).containsExactly("8 ");
            assertThat(wire.run().context().state().close().code()).isEqualTo(1005);
        }
    }

    @Test
    void whatFollowsACloseOrAViolationIsNotLookedAt() {
        for (byte[] last : List.of(ServerFrames.close(1000, ""), hex("8f00"))) {
            try (Wire wire = Wire.conversing()) {
                wire.receive(concat(last, ServerFrames.ping("a"), ServerFrames.text("b")));
                wire.receive(ServerFrames.ping("c"), hex("ffffff"));
                assertThat(wire.sent()).hasSize(1);
                assertThat(wire.messages()).isEmpty();
                assertThat(wire.frames().received().messages()).isZero();
            }
        }
    }

    @Test
    void endlessEmptyFragmentsAreNoMessageAndCostNothing() {
        try (Wire wire = Wire.limited(1000)) {
            wire.receive(hex("0100"));
            byte[] many = new byte[64 * 1024];
            for (int i = 0; i < 100; i++) {
                wire.receive(many);
            }
            assertThat(wire.failure()).isNull();
            wire.receive(hex("8001 61"));
            assertThat(wire.messages()).containsExactly("TEXT a");
        }
    }
}
