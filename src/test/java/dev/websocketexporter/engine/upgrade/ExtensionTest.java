package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.Failure;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may answer to an offer of permessage-deflate (RFC 7692 §7.1, RFC 6455 §9.1). */
class ExtensionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                               | false | false | false | 15
            permessage-deflate                               | true  | true  | true  | 15
            , permessage-deflate ,                           | true  | true  | true  | 15
            permessage-deflate; server_no_context_takeover   | true  | false | true  | 15
            permessage-deflate;client_no_context_takeover    | true  | true  | false | 15
            permessage-deflate ; server_max_window_bits = 8  | true  | true  | true  | 15
            permessage-deflate; server_max_window_bits=15    | true  | true  | true  | 15
            permessage-deflate; server_max_window_bits="10"  | true  | true  | true  | 15
            permessage-deflate; server_max_window_bits="1\\0" | true  | true  | true  | 15
            permessage-deflate; client_max_window_bits=8     | true  | true  | true  | 8
            permessage-deflate; client_max_window_bits="15"  | true  | true  | true  | 15
            permessage-deflate; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=10 | true | false | false | 10
            """)
    void validAnswerIsAgreedOn(
            String value, boolean isOn, boolean serverTakesOver, boolean clientTakesOver, int clientWindowBits) {
        UpgradeResponse response = response(Compression.OFFERED, value);
        assertThat(response.faultFor(SuccessCriteria.DEFAULT)).isNull();
        assertThat(response.agreedCompression())
                .isEqualTo(new AgreedCompression(isOn, serverTakesOver, clientTakesOver, clientWindowBits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-webkit-deflate-frame",
                "Permessage-Deflate",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate, x",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=9; client_max_window_bits=9",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=+8",
                "permessage-deflate; server_max_window_bits=\"\"",
                "permessage-deflate; server_max_window_bits=\"10",
                "permessage-deflate; server_max_window_bits=\"1 0\"",
                "permessage-deflate; server_max_window_bits=10 10",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; x",
                "permessage-deflate;",
                "permessage-deflate; =1",
                "permessage-deflate x",
                "; server_no_context_takeover",
                "=",
                "\"permessage-deflate\"",
            })
    void answerThatWasNotOfferedIsUnexpected(String value) {
        Failure fault = response(Compression.OFFERED, value).faultFor(SuccessCriteria.DEFAULT);
        assertThat(fault).isNotNull();
        assertThat(fault.reason().label()).isEqualTo("unexpected_extension");
        assertThat(fault.detail())
                .startsWith("Sec-WebSocket-Extensions: \"")
                .endsWith(" (offered: permessage-deflate; client_max_window_bits)");
        assertThat(response(Compression.OFFERED, value).report(null).upgraded()).isFalse();
    }

    @Test
    void selectedTwiceOverTwoFieldsIsUnexpected() {
        UpgradeResponse response = response(Compression.OFFERED, "permessage-deflate");
        response.headers().add("Sec-WebSocket-Extensions", "permessage-deflate");
        assertThat(response.faultOfUpgrade()).isNotNull();
    }

    @Test
    void withoutAnOfferEvenCompressionIsUnexpected() {
        Failure fault = response(Compression.OFF, "permessage-deflate").faultOfUpgrade();
        assertThat(fault).isNotNull();
        assertThat(fault.detail()).isEqualTo("Sec-WebSocket-Extensions: permessage-deflate (offered: none)");
    }

    @Test
    void declinedCompressionIsMissingWhereItIsRequired() {
        assertThat(response(Compression.OFFERED, "").faultFor(SuccessCriteria.DEFAULT))
                .isNull();
        Failure fault = response(Compression.REQUIRED, "").faultFor(SuccessCriteria.DEFAULT);
        assertThat(fault).isNotNull();
        assertThat(fault.reason().label()).isEqualTo("missing_extension");
        assertThat(fault.detail()).isEqualTo("Sec-WebSocket-Extensions: missing (expected: permessage-deflate)");
        assertThat(response(Compression.REQUIRED, "permessage-deflate").faultFor(SuccessCriteria.DEFAULT))
                .isNull();
    }

    @Test
    void subprotocolIsJudgedBeforeTheExtension() {
        SuccessCriteria verdict = new SuccessCriteria(Set.of(101), SuccessCriteria.TlsDemand.NONE, List.of(), true);
        Failure unexpected = response(Compression.OFFERED, "x").faultFor(verdict);
        Failure missing = response(Compression.REQUIRED, "").faultFor(verdict);
        assertThat(unexpected).isNotNull();
        assertThat(missing).isNotNull();
        assertThat(unexpected.reason().label()).isEqualTo("missing_subprotocol");
        assertThat(missing.reason().label()).isEqualTo("missing_subprotocol");
    }

    private static UpgradeResponse response(Compression compression, String extensions) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("Upgrade", "websocket")
                .add("Connection", "Upgrade")
                .add("Sec-WebSocket-Accept", "ACC=");
        if (!extensions.isEmpty()) {
            headers.add("Sec-WebSocket-Extensions", extensions);
        }
        return new UpgradeResponse(
                101, headers, "ACC=", new OfferedSubprotocols(List.of("chat"), Set.of()), compression);
    }
}
