package dev.websocketexporter.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An answer to an upgrade request: valid to begin with, each part of it can be spoiled (RFC 6455 §4.2.2). */
public record UpgradeAnswer(String statusLine, List<HeaderField> headers) {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public UpgradeAnswer {
        headers = List.copyOf(headers);
    }

    /** The valid answer, without a subprotocol or an extension. */
    public static UpgradeAnswer to(RequestHead request) {
        String key = request.header("Sec-WebSocket-Key")
                .orElseThrow(() -> new IllegalStateException("no Sec-WebSocket-Key in " + request));
        return new UpgradeAnswer(
                "HTTP/1.1 101 Switching Protocols",
                List.of(
                        new HeaderField("Upgrade", "websocket"),
                        new HeaderField("Connection", "Upgrade"),
                        new HeaderField("Sec-WebSocket-Accept", acceptFor(key))));
    }

    /** The value that proves that the request was understood. */
    public static String acceptFor(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    public UpgradeAnswer statusLine(String line) {
        return new UpgradeAnswer(line, headers);
    }

    public UpgradeAnswer without(String name) {
        return new UpgradeAnswer(
                statusLine,
                headers.stream().filter(field -> !field.hasName(name)).toList());
    }

    public UpgradeAnswer adding(String name, String value) {
        List<HeaderField> more = new ArrayList<>(headers);
        more.add(new HeaderField(name, value));
        return new UpgradeAnswer(statusLine, more);
    }

    /** The same with one value for that name, in the place of whatever was there. */
    public UpgradeAnswer with(String name, String value) {
        return without(name).adding(name, value);
    }

    /** As it goes over the wire. */
    public String text() {
        StringBuilder text = new StringBuilder(statusLine).append("\r\n");
        for (HeaderField field : headers) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
