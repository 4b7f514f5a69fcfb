package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.report.Failure;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §4.1, what a client must check of the server's response. */
class UpgradeResponseTest {
    private static final String RIGHT = "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=";

    @ParameterizedTest
    @ValueSource(
            strings = {
                RIGHT,
                "upgrade: WebSocket|connection: upgrade|sec-websocket-accept: ACC=",
                "Upgrade: websocket|Connection: keep-alive, Upgrade|Sec-WebSocket-Accept: ACC=",
                "Upgrade: websocket|Connection: keep-alive|Connection: Upgrade|Sec-WebSocket-Accept: ACC=",
                "Upgrade: websocket|Connection: ,UPGRADE ,|Sec-WebSocket-Accept: ACC=",
                RIGHT + "|Sec-WebSocket-Protocol: chat",
                RIGHT + "|Sec-WebSocket-Protocol: v2.chat",
                RIGHT + "|Sec-WebSocket-Extensions:",
                RIGHT + "|Server: x|Date: y",
            })
    void responseIsAValidUpgrade(String fields) {
        UpgradeResponse response = response(101, fields);
        assertThat(response.faultOfUpgrade()).isNull();
        assertThat(response.report(null).upgraded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Connection: Upgrade|Sec-WebSocket-Accept: ACC=; MISSING_UPGRADE_HEADER; Upgrade: missing (expected: websocket)
            Upgrade: h2c|Connection: Upgrade|Sec-WebSocket-Accept: ACC=; MISSING_UPGRADE_HEADER; Upgrade: "h2c" (expected: websocket)
            Upgrade: websocket, h2c|Connection: Upgrade|Sec-WebSocket-Accept: ACC=; MISSING_UPGRADE_HEADER; Upgrade: "websocket, h2c" (expected: websocket)
            Upgrade: websocket|Sec-WebSocket-Accept: ACC=; MISSING_CONNECTION_HEADER; Connection: missing (expected: Upgrade)
            Upgrade: websocket|Connection: close|Sec-WebSocket-Accept: ACC=; MISSING_CONNECTION_HEADER; Connection: "close" (expected: Upgrade)
            Upgrade: websocket|Connection: NoUpgrade|Sec-WebSocket-Accept: ACC=; MISSING_CONNECTION_HEADER; Connection: "NoUpgrade" (expected: Upgrade)
            Upgrade: websocket|Connection: Upgrade; MISSING_ACCEPT; Sec-WebSocket-Accept: missing (expected: "ACC=")
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: acc=; BAD_ACCEPT; Sec-WebSocket-Accept: "acc=" (expected: "ACC=")
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=|Sec-WebSocket-Accept: ACC=; BAD_ACCEPT; Sec-WebSocket-Accept: "ACC=", "ACC=" (expected: "ACC=")
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=|Sec-WebSocket-Protocol: CHAT; UNEXPECTED_SUBPROTOCOL; Sec-WebSocket-Protocol: "CHAT" (offered: v2.chat, chat)
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=|Sec-WebSocket-Protocol:; UNEXPECTED_SUBPROTOCOL; Sec-WebSocket-Protocol: "" (offered: v2.chat, chat)
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=|Sec-WebSocket-Protocol: chat|Sec-WebSocket-Protocol: chat; UNEXPECTED_SUBPROTOCOL; Sec-WebSocket-Protocol: "chat", "chat" (offered: v2.chat, chat)
            Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: ACC=|Sec-WebSocket-Extensions: x-a~ b=1, y; UNEXPECTED_EXTENSION; Sec-WebSocket-Extensions: x-a, y (offered: none)
            Server: x; MISSING_UPGRADE_HEADER; Upgrade: missing (expected: websocket)
            """)
    void faultIsToldWithWhatWasExpected(String fields, String reason, String detail) {
        UpgradeResponse response = response(101, fields.replace('~', ';'));
        Failure fault = response.faultOfUpgrade();
        assertThat(fault).isNotNull();
        assertThat(fault.reason().name()).isEqualTo(reason);
        assertThat(fault.detail()).isEqualTo(detail);
        assertThat(response.report(null).upgraded()).isFalse();
    }

    @Test
    void responseWithAnotherStatusIsNoUpgradeWhateverItsHeaders() {
        assertThat(response(200, RIGHT).report(null).upgraded()).isFalse();
        assertThat(response(200, RIGHT).report(null).statusCode()).isEqualTo(200);
    }

    @Test
    void selectedSubprotocolIsReported() {
        assertThat(response(101, RIGHT + "|Sec-WebSocket-Protocol: chat")
                        .report(null)
                        .subprotocol())
                .isEqualTo("chat");
    }

    @Test
    void controlCharactersOfTheServerAreShownAsEscapes() {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add("Upgrade", "a\tb\u00e9\"");
        Failure fault = new UpgradeResponse(
                        101, headers, "ACC=", new OfferedSubprotocols(List.of(), Set.of()), Compression.OFF)
                .faultOfUpgrade();
        assertThat(fault).isNotNull();
        assertThat(fault.detail()).isEqualTo("Upgrade: \"a\\tb\\xe9\\\"\" (expected: websocket)");
    }

    private static UpgradeResponse response(int status, String fields) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String field : fields.split("\\|")) {
            String[] nameAndValue = field.split(":", 2);
            headers.add(nameAndValue[0], nameAndValue[1].trim());
        }
        return new UpgradeResponse(
                status,
                headers,
                "ACC=",
                new OfferedSubprotocols(List.of("v2.chat", "chat"), Set.of()),
                Compression.OFF);
    }
}
