package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.resolve.DnsResponse.NoAnswerException;
import dev.websocketexporter.probe.module.IpProtocol;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages on the wire, well and ill formed. */
class DnsResponseTest {
    private static final DnsQuestion QUESTION = new DnsQuestion("a.test", IpProtocol.IP4);
    private static final String ASKED = "0161 0474657374 00 0001 0001";
    private static final String HEADER = "1234 8180 0001 0001 0000 0000";
    private static final String ADDRESS = "c00c 0001 0001 0000003c 0004 7f000001";

    @Test
    void queryHasRecursionDesiredAndNoEdns() {
        assertThat(QUESTION.encoded(0x1234)).isEqualTo(hex("1234 0100 0001 0000 0000 0000" + ASKED));
    }

    @Test
    void compressedNamesAreRead() throws Exception {
        assertThat(parse(HEADER + ASKED + ADDRESS).addresses()).hasSize(1);
        assertThat(parse(HEADER + ASKED + "0141 c00e 0001 0001 0000003c 0004 7f000001")
                        .addresses())
                .as("a pointer into a name, in upper case")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                        | is shorter than a header",
                "1234 8180 0001 0001 0000 00                               | is shorter than a header",
                "1235 8180 0001 0001 0000 0000 Q R                         | has another id",
                "1234 0180 0001 0001 0000 0000 Q R                         | is a question itself",
                "1234 8180 0000 0001 0000 0000 R                           | answers another question",
                "1234 8180 0002 0001 0000 0000 Q Q R                       | answers another question",
                "1234 8180 0001 0001 0000 0000 0162 0474657374 00 0001 0001 R | answers another question",
                "1234 8180 0001 0001 0000 0000 0161 0474657374 00 001c 0001 R | answers another question",
                "1234 8180 0001 0001 0000 0000 0161 0474657374 00 0001 0003 R | answers another question",
                "1234 8180 0001 0001 0000 0000 03612e74 03657374 00 0001 0001 R | answers another question",
                "1234 8180 0001 0002 0000 0000 Q R                         | breaks off",
                "1234 8180 0001 0001 0000 0000 Q c00c 0001 0001 0000003c 0004 7f00 | breaks off",
                "1234 8180 0001 0001 0000 0000 Q c00c 0001 0001 0000003c 0003 7f0000 | has an address of 3 bytes",
                "1234 8180 0001 0001 0000 0000 Q c018 0001 0001 0000003c 0004 7f000001 | has a name that points to itself",
                "1234 8180 0001 0001 0000 0000 Q 4061 0001 0001 0000003c 0004 7f000001 | has a name that is none",
                "1234 8180 0001 0001 0000 0000 Q ffff 0001 0001 0000003c 0004 7f000001 | breaks off",
            })
    void messageThatIsNoAnswerSaysWhy(String message, String why) {
        String hex = message.replace("Q", ASKED).replace("R", ADDRESS);
        assertThatThrownBy(() -> parse(hex))
                .isInstanceOf(NoAnswerException.class)
                .hasMessage(why);
    }

    @Test
    void onlyAnEmptyAnswerOfOneWhoIsNotResponsibleIsAReferral() throws Exception {
        assertThat(parse("1234 8100 0001 0000 0001 0000" + ASKED).isRefusal()).isTrue();
        assertThat(parse("1234 8500 0001 0000 0001 0000" + ASKED).isRefusal())
                .as("authoritative")
                .isFalse();
        assertThat(parse("1234 8180 0001 0000 0001 0000" + ASKED).isRefusal())
                .as("recursive")
                .isFalse();
        assertThat(parse("1234 8100 0001 0001 0000 0000" + ASKED + ADDRESS).isRefusal())
                .isFalse();
    }

    /** Whatever comes, it is an answer or none; never an exception that nobody expects, never an endless loop. */
    @Test
    void noMessageBreaksTheParser() {
        byte[] good = hex(HEADER + ASKED + ADDRESS);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(good.length) / 2);
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 2; flips--) {
                bad[2 + random.nextInt(bad.length - 2)] = (byte) random.nextInt();
            }
            try {
                assertThat(DnsResponse.parse(ByteBuffer.wrap(bad), QUESTION, 0x1234)
                                .addresses())
                        .hasSizeLessThan(3);
            } catch (NoAnswerException e) {
                assertThat(e).hasMessageMatching("[a-z0-9 ]+");
            }
        }
    }

    private static DnsResponse parse(String hex) throws NoAnswerException {
        return DnsResponse.parse(ByteBuffer.wrap(hex(hex)), QUESTION, 0x1234);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
