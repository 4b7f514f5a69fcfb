package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;

/** How the stream of an HTTP/2 connection ended that a WebSocket is on, while the connection itself may go on. */
public final class StreamEndException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String hint;

    /** What ended it. */
    public enum Kind {
        /** RST_STREAM: what RST is to a connection. */
        RESET,
        /** END_STREAM, or a GOAWAY that gives the stream up: what FIN is to a connection. */
        CLOSED,
        /** The server broke RFC 9113. */
        VIOLATION
    }

    /** @param words what the server did, in words that follow "the server" */
    public StreamEndException(Kind kind, String words) {
        this(kind, words, "");
    }

    /** @param hint why it probably did, for the end of a detail; empty without a sign */
    public StreamEndException(Kind kind, String words, String hint) {
        super(words);
        this.kind = kind;
        this.hint = hint;
    }

    public Kind kind() {
        return kind;
    }

    /** What the server did, in words that follow "the server". */
    public String words() {
        return String.valueOf(getMessage());
    }

    /**
     * The failure of a stream that ended too early.
     *
     * @param waitingFor what had not come yet, for the message
     */
    ProbeFailedException during(Phase phase, String waitingFor) {
        return new ProbeFailedException(phase, reason(phase), "the server " + words() + " before " + waitingFor + hint);
    }

    /** Why a phase fails by it. */
    public Reason reason(Phase phase) {
        boolean answered = phase != Phase.UPGRADE;
        return switch (kind) {
            case RESET -> answered ? Reason.CONNECTION_RESET : Reason.STREAM_RESET;
            case CLOSED -> Reason.CONNECTION_CLOSED;
            case VIOLATION -> answered ? Reason.PROTOCOL_ERROR : Reason.INVALID_HTTP_RESPONSE;
        };
    }

    /** An end that a peer chooses is no place in the code. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
