package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import java.nio.charset.StandardCharsets;

/**
 * The server's Close frame (RFC 6455 §5.5.1).
 *
 * @param code {@link CloseCode#NO_STATUS} when it has none
 * @param reason empty when it has none
 */
public record PeerClose(int code, String reason) {
    private static final int CODE_BYTES = 2;

    static PeerClose parse(byte[] payload) throws ProbeFailedException {
        if (payload.length == 0) {
            return new PeerClose(CloseCode.NO_STATUS, "");
        }
        if (payload.length < CODE_BYTES) {
            throw FrameHeader.violation("a Close frame with one byte (expected: none, or a code of two)");
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        if (!CloseCode.mayBeSent(code)) {
            throw FrameHeader.violation(
                    "a Close frame with the code " + code + " (expected: one of RFC 6455 §7.4, or 3000 to 4999)");
        }
        Utf8Check utf8 = new Utf8Check();
        if (!utf8.accepts(payload, CODE_BYTES, payload.length - CODE_BYTES) || !utf8.isComplete()) {
            throw new ProbeFailedException(
                    Phase.CONVERSATION,
                    Reason.INVALID_UTF8,
                    "the server sent a Close frame with the code " + code + " whose reason is not UTF-8");
        }
        return new PeerClose(
                code, new String(payload, CODE_BYTES, payload.length - CODE_BYTES, StandardCharsets.UTF_8));
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
