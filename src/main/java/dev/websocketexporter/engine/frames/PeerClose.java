package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The server's Close frame (RFC 6455 §5.5.1).
 *
 * @param code as it came, also when it must not be on the wire; {@link CloseCode#NO_STATUS} when there is none
 * @param reason empty when there is none, or none that is UTF-8
 * @param fault what is wrong with the frame; null: nothing
 */
public record PeerClose(int code, String reason, @Nullable Failure fault) {
    private static final int CODE_BYTES = 2;

    static PeerClose parse(byte[] payload) throws ProbeFailedException {
        if (payload.length == 0) {
            return new PeerClose(CloseCode.NO_STATUS, "", null);
        }
        if (payload.length < CODE_BYTES) {
            throw FrameHeader.violation("a Close frame with one byte (expected: none, or a code of two)");
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        Utf8Check utf8 = new Utf8Check();
        boolean text = utf8.accepts(payload, CODE_BYTES, payload.length - CODE_BYTES) && utf8.isComplete();
        String reason =
                text ? new String(payload, CODE_BYTES, payload.length - CODE_BYTES, StandardCharsets.UTF_8) : "";
        if (!CloseCode.mayBeSent(code)) {
            return new PeerClose(code, reason, wrongCode(code, payload));
        }
        Failure fault = new Failure(
                Phase.CONVERSATION,
                Reason.INVALID_UTF8,
                "the server sent a Close frame with the code " + code + " whose reason is not UTF-8");
        return new PeerClose(code, reason, text ? null : fault);
    }

    /** Some servers write the digits of the code where its two bytes should be. */
    private static Failure wrongCode(int code, byte[] payload) {
        boolean digits = Character.isDigit(payload[0]) && Character.isDigit(payload[1]);
        String written = new String(payload, StandardCharsets.ISO_8859_1);
        return FrameHeader.violation("a Close frame with the code " + code + ", which must not be on the wire"
                        + (digits ? ": it begins with the text " + Printable.quotedAscii(written) : "")
                        + " (expected: one of RFC 6455 §7.4, or 3000 to 4999)")
                .failure();
    }

    /** The same without the reason, which may repeat what must not be shown. */
    public PeerClose withoutReason() {
        return new PeerClose(code, "", fault);
    }

    /** For the result. */
    public CloseReport report(boolean clean) {
        return new CloseReport(code, reason.isEmpty() ? null : reason, clean);
    }

    /** For a log or a message. */
    @Override
    public String toString() {
        return (code == CloseCode.NO_STATUS ? "a Close without a code" : "Close " + code)
                + (reason.isEmpty() ? "" : " " + Printable.quotedAscii(reason));
    }
}
