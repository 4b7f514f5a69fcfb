package dev.websocketexporter.engine.upgrade;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import dev.websocketexporter.engine.frames.DeflateNegotiation;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.UpgradeSettings.Opening;
import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.probe.value.Secret;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of the opening handshake (RFC 6455 §4.1).
 *
 * @param http the request as it is sent, over HTTP/2 by a stream
 * @param key the value of {@code Sec-WebSocket-Key}; absent over HTTP/2, which has none (RFC 8441 §5)
 * @param fields those that the module adds
 * @param offered the subprotocols among them and those of the module
 */
record UpgradeRequest(FullHttpRequest http, @Nullable String key, List<SentField> fields, OfferedSubprotocols offered) {
    /** RFC 6455 §1.3: appended to the key before it is hashed. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** RFC 6455 §4.1: the nonce is 16 bytes, in base64. */
    private static final int NONCE_BYTES = 16;

    static UpgradeRequest of(
            RedirectHop hop,
            UpgradeSettings upgrade,
            List<SentField> fields,
            String userAgent,
            RandomGenerator random) {
        boolean byStream = upgrade.httpVersion() == HttpVersion.HTTP_2;
        String key = byStream ? null : nonce(random);
        FullHttpRequest http = new DefaultFullHttpRequest(
                HTTP_1_1,
                byStream ? HttpMethod.CONNECT : HttpMethod.GET,
                hop.target().requestTarget(),
                Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = http.headers();
        headers.set("Host", host(hop));
        headers.set("User-Agent", userAgent);
        if (upgrade.opening() == Opening.UPGRADE) {
            addHandshake(headers, key);
        }
        if (upgrade.origin() != null) {
            headers.set("Origin", upgrade.origin());
        }
        OfferedSubprotocols offered = OfferedSubprotocols.of(upgrade.subprotocols(), fields);
        add(headers, fields);
        if (!offered.names().isEmpty()) {
            headers.set("Sec-WebSocket-Protocol", offered.header());
        }
        return new UpgradeRequest(http, key, fields, offered);
    }

    /** RFC 6455 §4.1, items 5 to 9; over HTTP/2 the last of them alone (RFC 8441 §5). */
    private static void addHandshake(HttpHeaders headers, @Nullable String key) {
        if (key != null) {
            headers.set("Upgrade", "websocket");
            headers.set("Connection", "Upgrade");
            headers.set("Sec-WebSocket-Key", key);
        }
        headers.set("Sec-WebSocket-Version", "13");
    }

    private static String nonce(RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** The same, with an offer of compression if there is to be one. */
    UpgradeRequest offering(Conversation.Compression compression) {
        if (compression != Conversation.Compression.OFF) {
            http.headers().add("Sec-WebSocket-Extensions", DeflateNegotiation.OFFER);
        }
        return this;
    }

    private static String host(RedirectHop hop) {
        HostOverride override = hop.hostOverride();
        return override == null ? hop.target().hostHeader() : override.hostHeader();
    }

    /** The module's own Host, User-Agent and Origin replace the exporter's. */
    private static void add(HttpHeaders headers, List<SentField> fields) {
        for (SentField field : fields) {
            if (field.hasName("Host") || field.hasName("User-Agent") || field.hasName("Origin")) {
                headers.remove(field.name());
            }
        }
        fields.forEach(field -> headers.add(field.name(), field.value()));
    }

    /** What it says, for a guess at why it is not answered as it should be. */
    Causes.Asked asked(boolean secure) {
        return new Causes.Asked(secure, offered.shown(offered.names()), shownOrigin());
    }

    private @Nullable String shownOrigin() {
        String origin = http.headers().get("Origin");
        return origin == null || mayShow("Origin") ? origin : Secret.HIDDEN;
    }

    /** Whether a log may show a field of this name. */
    boolean mayShow(String name) {
        for (SentField field : fields) {
            if (field.visibility() == SentField.Visibility.SECRET && field.hasName(name)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value that the server proves with that it understood the request (RFC 6455 §4.2.2, item 5.4); absent over
     * HTTP/2, where nothing but extended CONNECT can have such a response.
     */
    @Nullable
    String expectedAccept() {
        if (key == null) {
            return null;
        }
        byte[] digest = Digests.sha1().digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }
}
