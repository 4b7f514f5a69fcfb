package dev.websocketexporter.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.Said;
import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.engine.values.SecretPayload;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentSecretsTest {
    private SecretPayload of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    private SecretPayload of(byte[] content) {
        return SecretPayload.of(content);
    }

    private Message text(String said) throws Exception {
        return of(said).message();
    }

    private static SentSecrets after(SecretPayload sent) {
        SentSecrets secrets = new SentSecrets(new ProbeLog(ticker(), 0));
        secrets.add(sent);
        return secrets;
    }

    private static Ticker ticker() {
        return () -> 0;
    }

    @Test
    void contentIsTheMessageByteForByte() throws Exception {
        assertThat(of("  a\n").message()).isEqualTo(new Message(Message.Kind.TEXT, Said.bytes("  a\n")));
        assertThat(of(Said.array(0xff, 0)).message().kind()).isEqualTo(Message.Kind.BINARY);
    }

    @Test
    void partsThatAServerRepeatsAreHidden() throws Exception {
        SentSecrets secrets = after(of("{\"login\":\"svc-7\",\"key\":\"a b\\u00e9c1\",\"list\":[12345]}\n"));
        assertThat(secrets.shown(text("no svc-7, no a béc1, no 12345: login failed")))
                .isEqualTo("text of 44 bytes \"no <secret>, no <secret>, no <secret>: login failed\"");
    }

    @Test
    void tokensOfAnyFormatAreHidden() throws Exception {
        SentSecrets secrets = after(of("CONNECT\nlogin:scott\npasscode:correct=horse-battery;x\n"));
        assertThat(secrets.shown(text("bad horse-battery"))).isEqualTo("text of 17 bytes \"bad <secret>\"");
    }

    @Test
    void partsInBinaryMessagesAreHiddenToo() throws Exception {
        SentSecrets secrets = after(of(Said.array(0xff, 1, 2, 3, 4, 5, 6, 7, 8)));
        Message repeated = of(Said.array(0xfe, 0xff, 1, 2, 3, 4, 5, 6, 7, 8)).message();
        assertThat(secrets.shown(repeated)).isEqualTo("binary of 10 bytes fe<secret>");
    }

    private static Message binary(String text) {
        return new Message(Message.Kind.BINARY, Said.bytes(text));
    }

    private static Message binary(int... bytes) {
        return new Message(Message.Kind.BINARY, Bytes.of(Said.array(bytes)));
    }

    @Test
    void binaryMessageThatIsPrintableIsShownAsText() {
        SentSecrets secrets = new SentSecrets(new ProbeLog(ticker(), 0));
        assertThat(secrets.shown(binary("{\"type\":\"ack\"}\r\n")))
                .isEqualTo("binary of 16 bytes, as text \"{\\\"type\\\":\\\"ack\\\"}\\r\\n\"");
        assertThat(secrets.shown(binary("café"))).isEqualTo("binary of 5 bytes, as text \"caf\\xe9\"");
    }

    @Test
    void otherBinaryMessagesAreShownInHex() {
        assertThat(new SentSecrets(new ProbeLog(ticker(), 0)).shown(binary("MQTT")))
                .isEqualTo("binary of 4 bytes 4d515454");
        SentSecrets secrets = new SentSecrets(new ProbeLog(ticker(), 0));
        assertThat(secrets.shown(binary('a', 0, 'b'))).isEqualTo("binary of 3 bytes 610062");
        assertThat(secrets.shown(binary('a', 0x7f))).isEqualTo("binary of 2 bytes 617f");
        assertThat(secrets.shown(binary(0xc3))).isEqualTo("binary of 1 byte c3");
        assertThat(secrets.shown(binary())).isEqualTo("binary of 0 bytes ");
    }

    @Test
    void longBinaryMessageIsJudgedByWhatIsShown() {
        SentSecrets secrets = new SentSecrets(new ProbeLog(ticker(), 0));
        assertThat(secrets.shown(binary("x" + "é".repeat(1_000))))
                .startsWith("binary of 2001 bytes, as text \"x\\xe9")
                .endsWith("\"…");
    }

    @Test
    void secretInAPrintableBinaryMessageIsHidden() throws Exception {
        SentSecrets secrets = after(of("login:correct-horse\n"));
        assertThat(secrets.shown(binary("no correct-horse"))).isEqualTo("binary of 16 bytes, as text \"no <secret>\"");
    }

    @Test
    void ownMessageIsShownByItsSizeAlone() throws Exception {
        SecretPayload secret = of("abc");
        assertThat(after(secret).shown(secret.message())).isEqualTo("text of 3 bytes <secret>");
    }

    @Test
    void withMorePartsThanCanBeLookedForNothingIsShown() throws Exception {
        String many =
                IntStream.range(0, 500).mapToObj(i -> "token-" + (1000 + i)).collect(Collectors.joining(" "));
        SentSecrets secrets = after(of(many));
        assertThat(secrets.areTooMany()).isTrue();
        assertThat(secrets.shown(text("token-1499"))).isEqualTo("text of 10 bytes <secret>");
    }
}
