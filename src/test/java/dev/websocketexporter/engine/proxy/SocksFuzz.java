package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.time.Duration;

/** What a SOCKS5 proxy answers. The first byte chooses whether there is a login, and the pieces. */
public final class SocksFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(100), 32 << 20);

    private SocksFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, SocksFuzz::play);
        }
    }

    private static void play(byte[] data) {
        String whole = outcome(data, data.length);
        Expect.equal(outcome(data, 1 + ((data[0] & 0xff) >> 1)), whole, "in pieces");
        int proxys = TunnelFuzz.proxysPart(data, whole);
        Expect.that(
                proxys < 0 || proxys == length(data), "what is the target's begins elsewhere than after the answers");
    }

    /** Of the first byte and the answers before an open tunnel (RFC 1928, RFC 1929). */
    private static int length(byte[] data) {
        int at = 1 + 2 + (data[2] == 2 ? 2 : 0);
        int address = switch (data[at + 3]) {
            case 1 -> 4;
            case 3 -> 1 + (data[at + 4] & 0xff);
            default -> 16;
        };
        return at + 4 + address + 2;
    }

    private static String outcome(byte[] data, int piece) {
        String proxy = (data[0] & 1) == 0 ? "socks5://proxy.example:1080" : "socks5://me:secret@proxy.example:1080";
        return TunnelFuzz.outcome(data, piece, proxy, SocksTunnel::open);
    }
}
