package dev.websocketexporter.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first message of a TLS handshake, as it came over the wire (RFC 8446 §4.1.2).
 *
 * @param sessionId in hex; of a session to resume in TLS 1.2, random in TLS 1.3
 * @param extensions contents by type, in hex
 * @param recordBytes how long the record is that holds it, its header included
 */
public record ClientHello(String sessionId, Map<Integer, String> extensions, int recordBytes) {
    private static final int RECORD_HEADER = 5;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int ALPN = 16;
    private static final int KEY_SHARE = 51;
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;

    public ClientHello {
        extensions = Map.copyOf(extensions);
    }

    /** Of the TLS record that holds it. */
    public static ClientHello parse(byte[] record) {
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
        return new ClientHello(sessionId, extensions, record.length);
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

    /** The protocols that the client offers inside TLS (RFC 7301). */
    public List<String> applicationProtocols() {
        List<String> names = new ArrayList<>();
        ByteBuffer list = listOf(ALPN);
        while (list.hasRemaining()) {
            byte[] name = new byte[list.get() & 0xff];
            list.get(name);
            names.add(new String(name, StandardCharsets.US_ASCII));
        }
        return names;
    }

    /** The groups that the client knows, by number (RFC 8446 §4.2.7). */
    public List<Integer> groups() {
        List<Integer> groups = new ArrayList<>();
        ByteBuffer list = listOf(SUPPORTED_GROUPS);
        while (list.hasRemaining()) {
            groups.add(list.getShort() & 0xffff);
        }
        return groups;
    }

    /** The groups of which the client brings a key already (RFC 8446 §4.2.8). */
    public List<Integer> keyShares() {
        List<Integer> groups = new ArrayList<>();
        ByteBuffer list = listOf(KEY_SHARE);
        while (list.hasRemaining()) {
            groups.add(list.getShort() & 0xffff);
            take(list, list.getShort() & 0xffff);
        }
        return groups;
    }

    /** What follows the length of a list; empty without the extension. */
    private ByteBuffer listOf(int extension) {
        byte[] content = HexFormat.of().parseHex(extensions.getOrDefault(extension, "0000"));
        return ByteBuffer.wrap(content, 2, content.length - 2);
    }

    /** Whether the client brings a ticket of an earlier session, of TLS 1.3 or 1.2. */
    public boolean bringsTicket() {
        return extensions.containsKey(PRE_SHARED_KEY)
                || !extensions.getOrDefault(SESSION_TICKET, "").isEmpty();
    }
}
