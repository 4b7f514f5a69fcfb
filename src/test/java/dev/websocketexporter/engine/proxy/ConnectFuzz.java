package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.time.Duration;
import java.util.List;

/** What a proxy answers to HTTP CONNECT. The first byte chooses the pieces. */
public final class ConnectFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(100), 64 << 20);

    private ConnectFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, ConnectFuzz::play);
        }
    }

    private static void play(byte[] data) {
        String whole = outcome(data, data.length);
        Expect.equal(outcome(data, 1 + (data[0] & 0xff)), whole, "in pieces");
        int proxys = TunnelFuzz.proxysPart(data, whole);
        Expect.that(proxys < 0 || data[proxys - 1] == '\n', "what is the target's begins elsewhere than after a head");
    }

    private static String outcome(byte[] data, int piece) {
        return TunnelFuzz.outcome(
                data,
                piece,
                "http://proxy.example:3128",
                (context, proxy) -> ConnectTunnel.open(context, proxy, List.of(), "ua"));
    }
}
