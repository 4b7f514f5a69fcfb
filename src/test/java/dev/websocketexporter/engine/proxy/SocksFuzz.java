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
    }

    private static String outcome(byte[] data, int piece) {
        String proxy = (data[0] & 1) == 0 ? "socks5://proxy.example:1080" : "socks5://me:secret@proxy.example:1080";
        return TunnelFuzz.outcome(data, piece, proxy, SocksTunnel::open);
    }
}
