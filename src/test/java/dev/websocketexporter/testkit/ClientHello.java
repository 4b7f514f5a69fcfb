package dev.websocketexporter.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The first message of a TLS handshake, as it came over the wire (RFC 8446 §4.1.2).
 *
 * @param sessionId in hex; of a session to resume in TLS 1.2, random in TLS 1.3
 * @param extensions contents by type, in hex
 */
public record ClientHello(String sessionId, Map<Integer, String> extensions) {
    private static final int RECORD_HEADER = 5;
    private static final int SERVER_NAME = 0;
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;

    public ClientHello {
        extensions = Map.copyOf(extensions);
    }

    static ClientHello parse(byte[] record) {
        ByteBuffer hello = ByteBuffer.wrap(record);
        // Record header, type and length of the message, version, random.
        hello.position(RECORD_HEADER + 4 + 2 + 32);
        String sessionId = take(hello, hello.get() & 0xff);
        take(hello, hello.getShort() & 0xffff);
        take(hello, hello.get() & 0xff);
        Map<Integer, String> extensions = new HashMap<>();
        hello.getShort();
        while (hello.hasRemaining()) {
            int type = hello.getShort() & 0xffff;
            extensions.put(type, take(hello, hello.getShort() & 0xffff));
        }
        return new ClientHello(sessionId, extensions);
    }

    private static String take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The name that the client wants to talk to (SNI, RFC 6066 §3). */
    public Optional<String> serverName() {
        // Length of the list, type, length of the name: five bytes.
        return Optional.ofNullable(extensions.get(SERVER_NAME))
                .map(hex -> new String(HexFormat.of().parseHex(hex.substring(10)), StandardCharsets.US_ASCII));
    }

    /** Whether the client brings a ticket of an earlier session, of TLS 1.3 or 1.2. */
    public boolean bringsTicket() {
        return extensions.containsKey(PRE_SHARED_KEY)
                || !extensions.getOrDefault(SESSION_TICKET, "").isEmpty();
    }
}
