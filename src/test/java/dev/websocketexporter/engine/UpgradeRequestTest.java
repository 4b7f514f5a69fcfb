package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.HeaderField;
import dev.websocketexporter.probe.HostOverride;
import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Target;
import dev.websocketexporter.probe.TargetPolicy;
import dev.websocketexporter.probe.TlsSettings;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
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
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"), "dGhlIHNhbXBsZSBub25jZQ==");
        // RFC 6455 §1.3
        assertThat(request.expectedAccept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void keyIsSixteenBytesAndAnotherOneEachTime() throws Exception {
        Random random = new Random(7);
        String first = UpgradeRequest.of(request("ws://h/", plain(), null), "ua/1", random)
                .key();
        String second = UpgradeRequest.of(request("ws://h/", plain(), null), "ua/1", random)
                .key();
        assertThat(Base64.getDecoder().decode(first)).hasSize(16);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void requestHasEveryFieldOfTheOpeningHandshake() throws Exception {
        UpgradeRequest request = of(request("ws://h.example:8080/a?b=c%20d", plain(), null));
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
        Module module = module(List.of(new HeaderField("X-A", "1"), new HeaderField("X-B", "2")));
        assertThat(headers(of(request("ws://h/", module, null))))
                .contains("Origin: https://app.example", "Sec-WebSocket-Protocol: v2.chat, chat", "X-A: 1", "X-B: 2");
    }

    @Test
    void hostAndUserAgentOfTheModuleReplaceOurs() throws Exception {
        Module module = module(List.of(new HeaderField("host", "other.example"), new HeaderField("user-agent", "me")));
        HttpHeaders headers = of(request("ws://h/", module, null)).http().headers();
        assertThat(headers.getAll("Host")).containsExactly("other.example");
        assertThat(headers.getAll("User-Agent")).containsExactly("me");
    }

    @Test
    void parameterHostnameBecomesHostAsItStands() throws Exception {
        HostOverride override = new HostOverride("Chat.example:443", "chat.example");
        HttpHeaders headers =
                of(request("wss://192.0.2.1/", plain(), override)).http().headers();
        assertThat(headers.getAll("Host")).containsExactly("Chat.example:443");
    }

    private static UpgradeRequest of(ProbeRequest probe) {
        return UpgradeRequest.of(probe, "ua/1", new Random(1));
    }

    private static List<String> headers(UpgradeRequest request) {
        return request.http().headers().entries().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .toList();
    }

    private static Module plain() {
        return Module.withDefaults("m");
    }

    private static Module module(List<HeaderField> headers) {
        return new Module(
                "m",
                null,
                IpProtocol.IP6,
                true,
                TlsSettings.DEFAULT,
                headers,
                "https://app.example",
                List.of("v2.chat", "chat"),
                Set.of(101));
    }

    private static ProbeRequest request(String url, Module module, @Nullable HostOverride override) throws Exception {
        return new ProbeRequest(Target.parse(url), module, override, TargetPolicy.DEFAULT, Duration.ofSeconds(1));
    }
}
