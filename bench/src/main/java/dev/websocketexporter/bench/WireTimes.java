package dev.websocketexporter.bench;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection as it was captured: packet by packet, in order; what was sent again is passed over. A TLS record is
 * known by its type alone, which is enough: in TLS 1.3 the client's first protected record is its Finished, the second
 * the request, the third a ping. Records may share a packet.
 */
final class WireTimes {
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int RECORD_HEADER = 5;
    private static final int PING = 0x89;

    private final String address;
    private final Map<WirePhase, Double> began = new EnumMap<>(WirePhase.class);
    private final Map<WirePhase, Double> seconds = new EnumMap<>(WirePhase.class);
    private boolean secure;
    private int clientRecords;
    private long nextSent;
    private long nextReceived;
    /** Where the client's next record begins. */
    private long nextRecord;

    private boolean unreadable;

    /** @param address of the target */
    WireTimes(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** How long each took, as far as both its ends were captured. */
    Map<WirePhase, Double> seconds() {
        return unreadable ? Map.of() : Map.copyOf(seconds);
    }

    /** The client's SYN; a second one is not the one that is answered. */
    void syn(double at) {
        began.put(WirePhase.CONNECT, at);
    }

    void synAck(double at) {
        end(WirePhase.CONNECT, at);
    }

    /**
     * A packet of the client with a payload.
     *
     * @param from where its payload begins in all that the client says
     * @param length of its payload in bytes
     * @param payload its first bytes, as far as they were captured
     */
    void sent(double at, long from, int length, byte[] payload) {
        boolean isFirst = nextSent == 0;
        unreadable |= from > nextSent && !isFirst;
        if (from < nextSent || unreadable) {
            return;
        }
        if (isFirst) {
            nextRecord = from;
            secure = at(payload, 0) == HANDSHAKE;
        }
        nextSent = from + length;
        if (secure) {
            records(at, from, payload);
        } else if (at(payload, 0) == 'G') {
            began.put(WirePhase.UPGRADE, at);
        } else if (at(payload, 0) == PING) {
            began.put(WirePhase.PING, at);
        }
    }

    private void records(double at, long from, byte[] payload) {
        while (nextRecord < nextSent) {
            int header = (int) (nextRecord - from);
            if (header + RECORD_HEADER > payload.length) {
                unreadable = true;
                return;
            }
            record(at, at(payload, header));
            nextRecord += RECORD_HEADER + (at(payload, header + 3) << 8) + at(payload, header + 4);
        }
    }

    private void record(double at, int type) {
        if (type == HANDSHAKE) {
            began.putIfAbsent(WirePhase.TLS, at);
        } else if (type == APPLICATION_DATA) {
            clientRecords++;
            switch (clientRecords) {
                case 1 -> end(WirePhase.TLS, at);
                case 2 -> began.put(WirePhase.UPGRADE, at);
                case 3 -> began.put(WirePhase.PING, at);
                default -> {
                    // the Close
                }
            }
        }
    }

    private static int at(byte[] payload, int index) {
        return payload[index] & 0xff;
    }

    /**
     * A packet of the server with a payload: it answers what was sent last.
     *
     * @param from where its payload begins in all that the server says
     * @param length of its payload in bytes
     */
    void received(double at, long from, int length) {
        if (from < nextReceived) {
            return;
        }
        nextReceived = from + length;
        end(began.containsKey(WirePhase.PING) ? WirePhase.PING : WirePhase.UPGRADE, at);
    }

    private void end(WirePhase phase, double at) {
        @Nullable Double from = began.get(phase);
        if (from != null) {
            seconds.putIfAbsent(phase, at - from);
        }
    }
}
