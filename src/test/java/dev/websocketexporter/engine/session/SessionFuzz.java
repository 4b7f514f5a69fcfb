package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A server's bytes after the 101, from the socket through decoder, assembler and dispatcher: what the conversation sees and
 * what is answered is the same in whatever pieces they come. The first byte chooses compression, limit and pieces.
 */
public final class SessionFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(200), 64 << 20);
    private static final Set<Reason> REASONS = EnumSet.of(
            Reason.PROTOCOL_ERROR,
            Reason.INVALID_UTF8,
            Reason.MESSAGE_TOO_LARGE,
            Reason.CLOSED_BY_PEER,
            Reason.CONNECTION_CLOSED);

    private SessionFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            BOUNDS.hold(data, SessionFuzz::play);
        }
    }

    private static void play(byte[] data) {
        List<String> whole = transcript(data, data.length);
        Expect.equal(transcript(data, 1 + ((data[0] & 0xff) >> 3)), whole, "in pieces");
    }

    private static List<String> transcript(byte[] data, int piece) {
        int limit = (data[0] & 1) == 0 ? 200 : 70_000;
        try (Wire wire = (data[0] & 2) == 0
                ? Wire.limited(limit)
                : Wire.compressed(limit, new AgreedCompression(true, (data[0] & 4) == 0, true, 15))) {
            List<String> transcript = new ArrayList<>();
            for (int at = 1; at < data.length; at += piece) {
                wire.receive(Arrays.copyOfRange(data, at, (int) Math.min(data.length, (long) at + piece)));
                transcript.addAll(wire.messages());
            }
            wire.fin();
            transcript.addAll(wire.messages());
            transcript.addAll(wire.sentShown());
            transcript.add(wire.frames().received().toString());
            ProbeFailedException failure = wire.failure();
            Expect.that(failure != null, "no end of a connection that ended");
            transcript.add(String.valueOf(Expect.failure(failure, Phase.CONVERSATION, REASONS, 2_000)));
            transcript.add(String.valueOf(wire.run().context().state().close()));
            return transcript;
        }
    }
}
