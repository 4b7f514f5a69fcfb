package dev.websocketexporter.bench;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection as it was captured: packet by packet, in order. A TLS record is known by its type alone, which is enough:
 * in TLS 1.3 the client's first protected record is its Finished, the second the request, the third a ping.
 */
final class WireTimes {
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int RECORD_HEADER = 5;
    private static final int PING = 0x89;

    private final String address;
    private final Map<WirePhase, Double> began = new EnumMap<>(WirePhase.class);
    private final Map<WirePhase, Double> seconds = new EnumMap<>(WirePhase.class);
    private int clientRecords;

    /** @param address of the target */
    WireTimes(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** How long each took, as far as both its ends were captured. */
    Map<WirePhase, Double> seconds() {
        return Map.copyOf(seconds);
    }

    /** The client's SYN; a second one is not the one that is answered. */
    void syn(double at) {
        began.put(WirePhase.CONNECT, at);
    }

    void synAck(double at) {
        end(WirePhase.CONNECT, at);
    }

    /** A packet of the client with that payload, of which the first bytes suffice. */
    void sent(double at, byte[] payload) {
        int first = payload[0] & 0xff;
        if (first == HANDSHAKE && clientRecords == 0 && !began.containsKey(WirePhase.TLS)) {
            began.put(WirePhase.TLS, at);
        } else if (first == CHANGE_CIPHER_SPEC || first == APPLICATION_DATA) {
            if (firstProtected(payload) >= 0) {
                clientRecords++;
                protectedRecord(at);
            }
        } else if (first == 'G') {
            began.put(WirePhase.UPGRADE, at);
        } else if (first == PING) {
            began.put(WirePhase.PING, at);
        }
    }

    private void protectedRecord(double at) {
        switch (clientRecords) {
            case 1 -> end(WirePhase.TLS, at);
            case 2 -> began.put(WirePhase.UPGRADE, at);
            case 3 -> began.put(WirePhase.PING, at);
            default -> {
                // the Close
            }
        }
    }

    /** Where the payload has a protected record; -1: nowhere. */
    private static int firstProtected(byte[] payload) {
        int at = 0;
        while (at + RECORD_HEADER <= payload.length) {
            if ((payload[at] & 0xff) == APPLICATION_DATA) {
                return at;
            }
            at += RECORD_HEADER + ((payload[at + 3] & 0xff) << 8) + (payload[at + 4] & 0xff);
        }
        return -1;
    }

    /** A packet of the server with a payload: it answers what was sent last. */
    void received(double at) {
        end(began.containsKey(WirePhase.PING) ? WirePhase.PING : WirePhase.UPGRADE, at);
    }

    private void end(WirePhase phase, double at) {
        @Nullable Double from = began.get(phase);
        if (from != null) {
            seconds.putIfAbsent(phase, at - from);
        }
    }
}
