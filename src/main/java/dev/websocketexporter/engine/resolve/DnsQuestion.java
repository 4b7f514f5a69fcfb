package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.module.IpProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a name server is asked (RFC 1035 §4.1.2).
 *
 * @param name absolute, without its last dot; labels of 1 to 63 ASCII characters
 * @param family the addresses that are wanted
 */
record DnsQuestion(String name, IpProtocol family) {
    /** RFC 1035 §2.3.4, less the last dot and a length. */
    static final int MAX_NAME = 253;

    static final int HEADER_BYTES = 12;
    static final int CLASS_IN = 1;

    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int TYPE_BYTES = 4;

    /** Recursion desired, and nothing else: no EDNS, which some middleboxes drop; large answers come over TCP. */
    private static final short FLAGS = 0x0100;

    /** A or AAAA. */
    int type() {
        return family == IpProtocol.IP4 ? TYPE_A : TYPE_AAAA;
    }

    String typeName() {
        return family == IpProtocol.IP4 ? "A" : "AAAA";
    }

    /** The length of an address of the family in bytes. */
    int addressBytes() {
        return family == IpProtocol.IP4 ? 4 : 16;
    }

    /**
     * The query as it is sent over UDP.
     *
     * @param id 16 bits that the answer must repeat
     */
    byte[] encoded(int id) {
        ByteBuffer query = ByteBuffer.allocate(HEADER_BYTES + name.length() + 2 + TYPE_BYTES);
        query.putShort((short) id).putShort(FLAGS).putShort((short) 1).position(HEADER_BYTES);
        for (String label : name.split("\\.", -1)) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return query.put((byte) 0)
                .putShort((short) type())
                .putShort((short) CLASS_IN)
                .array();
    }
}
