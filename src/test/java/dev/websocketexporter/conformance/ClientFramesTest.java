package dev.websocketexporter.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.conformance.Negotiation.Agreement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong client is found out. Bytes in hex; the masking key of zeros leaves a payload as it is. */
class ClientFramesTest {
    private static final String KEY = "00000000";

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "8101 61, an unmasked frame",
        "81fe 00000000, a length of 0 in two bytes",
        "81ff 0000000000000001 00000000, a length of 1 in eight bytes",
        "81ff 7fffffffffffffff 00000000, a length of 9223372036854775807",
        "8380 00000000, an unknown opcode",
        "0980 00000000, a fragmented frame",
        "c980 00000000, reserved bits",
        "8afe 007e 00000000, a long frame",
        "8080 00000000, a whole data message",
        "c180 00000000, a whole data message",
        "0180 00000000 8a80 00000001, a whole data message",
        "0180 00000000 8080 00000000, a masking key twice"
    })
    void isRefused(String hex, String complaint) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", "").concat("00".repeat(126)));
        assertThatThrownBy(() -> frames(bytes, Optional.empty()).nextMessage())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void fragmentsOfAMessageArePutTogether() throws IOException {
        byte[] bytes = HexFormat.of().parseHex("0182" + KEY + "6162" + "8081" + "00000001" + "63");
        assertThat(frames(bytes, Optional.empty()).nextMessage()).isEqualTo(Message.text("abc"));
    }

    @Test
    void payloadIsUnmasked() throws IOException {
        byte[] bytes = HexFormat.of().parseHex("818537fa213d7f9f4d5158");
        assertThat(frames(bytes, Optional.empty()).nextMessage())
                .as("the example of RFC 6455 §5.7")
                .isEqualTo(Message.text("Hello"));
    }

    @Test
    void compressedMessageIsInflated() throws IOException {
        byte[] bytes = HexFormat.of().parseHex("c187" + KEY + "f248cdc9c90700");
        try (ServerDeflate deflate = new ServerDeflate(Agreement.parse(""))) {
            assertThat(frames(bytes, Optional.of(deflate)).nextMessage())
                    .as("the example of RFC 7692 §7.2.3.1")
                    .isEqualTo(Message.text("Hello"));
        }
    }

    @Test
    void anythingBehindTheCloseIsRefused() {
        byte[] bytes = HexFormat.of().parseHex("8a80" + KEY);
        assertThatThrownBy(() -> frames(bytes, Optional.empty()).expectEnd())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing after its Close");
    }

    @Test
    void longMessageComesBackFromEveryWindow() {
        byte[] text = "The quick brown fox. ".repeat(500).getBytes(StandardCharsets.UTF_8);
        for (String parameters : new String[] {"", "server_max_window_bits=9", "server_no_context_takeover"}) {
            try (ServerDeflate server = new ServerDeflate(Agreement.parse(parameters));
                    ServerDeflate reader = new ServerDeflate(Agreement.parse(""))) {
                assertThat(reader.inflate(server.compress(text))).as(parameters).isEqualTo(text);
                assertThat(reader.inflate(server.compress(new byte[0])))
                        .as(parameters)
                        .isEmpty();
                assertThat(reader.inflate(server.compress(text))).as(parameters).isEqualTo(text);
            }
        }
    }

    private static ClientFrames frames(byte[] bytes, Optional<ServerDeflate> deflate) {
        return new ClientFrames(new ByteArrayInputStream(bytes), deflate);
    }
}
