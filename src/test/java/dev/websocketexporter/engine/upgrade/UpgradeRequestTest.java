package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.engine.values.SentField.Visibility;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.target.Target;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpgradeRequestTest {
    @Test
    void acceptOfTheKeyInTheStandardIsTheOneInTheStandard() {
        UpgradeRequest request = new UpgradeRequest(
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
                "dGhlIHNhbXBsZSBub25jZQ==",
                List.of(),
                new OfferedSubprotocols(List.of(), Set.of()));
        // RFC 6455 §1.3
        assertThat(request.expectedAccept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void keyIsSixteenBytesAndAnotherOneEachTime() throws Exception {
        Random random = new Random(7);
        String first = of(hop("ws://h/", null), UpgradeSettings.DEFAULT, List.of(), random)
                .key();
        String second = of(hop("ws://h/", null), UpgradeSettings.DEFAULT, List.of(), random)
                .key();
        assertThat(Base64.getDecoder().decode(first)).hasSize(16);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void requestHasEveryFieldOfTheOpeningHandshake() throws Exception {
        UpgradeRequest request = of(hop("ws://h.example:8080/a?b=c%20d", null), UpgradeSettings.DEFAULT, List.of());
        assertThat(request.http().uri()).isEqualTo("/a?b=c%20d");
        assertThat(request.http().method()).isEqualTo(HttpMethod.GET);
        assertThat(headers(request))
                .containsExactly(
                        "Host: h.example:8080",
                        "User-Agent: ua/1",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + request.key(),
                        "Sec-WebSocket-Version: 13");
    }

    @Test
    void originSubprotocolsAndHeadersOfTheModuleAreSent() throws Exception {
        UpgradeSettings upgrade =
                new UpgradeSettings(List.of(), "https://app.example", List.of("v2.chat", "chat"), null, false);
        assertThat(headers(of(hop("ws://h/", null), upgrade, List.of(shown("X-A", "1"), shown("X-A", "2")))))
                .contains("Origin: https://app.example", "Sec-WebSocket-Protocol: v2.chat, chat", "X-A: 1", "X-A: 2");
    }

    @Test
    void ordinaryRequestHasNothingOfTheOpeningHandshake() throws Exception {
        UpgradeSettings upgrade =
                new UpgradeSettings(List.of(), "https://app.example", List.of("chat"), null, false).asPlainGet();
        UpgradeRequest request = of(hop("ws://h/a", null), upgrade, List.of(shown("X-A", "1")));
        assertThat(request.http().method()).isEqualTo(HttpMethod.GET);
        assertThat(headers(request))
                .containsExactly("Host: h", "User-Agent: ua/1", "Origin: https://app.example", "X-A: 1");
    }

    @Test
    void hostUserAgentAndOriginOfTheModuleReplaceOurs() throws Exception {
        List<SentField> fields =
                List.of(shown("host", "other.example"), shown("user-agent", "me"), shown("origin", "null"));
        HttpHeaders headers =
                of(hop("ws://h/", null), UpgradeSettings.DEFAULT, fields).http().headers();
        assertThat(headers.getAll("Host")).containsExactly("other.example");
        assertThat(headers.getAll("User-Agent")).containsExactly("me");
        assertThat(headers.getAll("Origin")).containsExactly("null");
    }

    @Test
    void parameterHostnameBecomesHostAsItStands() throws Exception {
        HostOverride override = new HostOverride("Chat.example:443", "chat.example");
        HttpHeaders headers = of(hop("wss://192.0.2.1/", override), UpgradeSettings.DEFAULT, List.of())
                .http()
                .headers();
        assertThat(headers.getAll("Host")).containsExactly("Chat.example:443");
    }

    @Test
    void secretFieldMayNotBeShownWhateverItsCase() throws Exception {
        SentField secret = new SentField("X-Key", "marker", Visibility.SECRET);
        UpgradeRequest request = of(hop("ws://h/", null), UpgradeSettings.DEFAULT, List.of(secret));
        assertThat(request.mayShow("x-key")).isFalse();
        assertThat(request.mayShow("Host")).isTrue();
    }

    private static SentField shown(String name, String value) {
        return new SentField(name, value, Visibility.SHOWN);
    }

    private static RedirectHop hop(String url, @Nullable HostOverride override) throws Exception {
        return new RedirectHop(Target.parse(url), null, override, 0, null, true);
    }

    private static UpgradeRequest of(RedirectHop hop, UpgradeSettings upgrade, List<SentField> fields) {
        return of(hop, upgrade, fields, new Random(1));
    }

    private static UpgradeRequest of(RedirectHop hop, UpgradeSettings upgrade, List<SentField> fields, Random random) {
        return UpgradeRequest.of(hop, upgrade, fields, "ua/1", random);
    }

    private static List<String> headers(UpgradeRequest request) {
        return request.http().headers().entries().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .toList();
    }
}
