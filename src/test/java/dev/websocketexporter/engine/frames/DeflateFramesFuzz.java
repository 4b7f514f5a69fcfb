package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.time.Duration;
import java.util.List;

/** The same with permessage-deflate: the pieces in which a stream comes change nothing, and no bomb goes off. */
public final class DeflateFramesFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(100), 8 << 20);
    private static final int FORGETS = 2;

    private DeflateFramesFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            BOUNDS.hold(data, DeflateFramesFuzz::play);
        }
    }

    private static void play(byte[] data) {
        int limit = FramesFuzz.limit(data[0]);
        AgreedCompression agreed = new AgreedCompression(true, (data[0] & FORGETS) == 0, true, 15);
        List<Object> whole = FramesFuzz.events(data, limit, agreed, data.length);
        Expect.equal(FramesFuzz.events(data, limit, agreed, 1), whole, "byte by byte");
        Expect.equal(FramesFuzz.events(data, limit, agreed, FramesFuzz.piece(data[0])), whole, "in pieces");
    }
}
