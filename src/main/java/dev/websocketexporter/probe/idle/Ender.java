package dev.websocketexporter.probe.idle;

import dev.websocketexporter.probe.report.Reason;

/** Who or what ends a connection, as far as this side of it can see. */
public enum Ender {
    /** A Close frame: the WebSocket server itself, since proxies do not speak WebSocket. */
    CLOSE("close"),
    /** The end of the TCP connection, or of the HTTP/2 stream, without a Close. */
    FIN("fin"),
    /** A TCP RST, or an RST_STREAM. */
    RST("rst"),
    /** Half-open: nothing comes back any more, and no end is told. */
    NOBODY("nobody"),
    /** The end followed a violation of the protocol; the detail says which. */
    VIOLATION("violation");

    private final String label;

    Ender(String label) {
        this.label = label;
    }

    /** Its name in JSON. */
    public String label() {
        return label;
    }

    /**
     * Who has ended a connection that was dropped.
     *
     * @param reason of the drop
     */
    public static Ender of(Reason reason) {
        return switch (reason) {
            case CLOSED_BY_PEER -> CLOSE;
            case CONNECTION_CLOSED -> FIN;
            case CONNECTION_RESET -> RST;
            case PONG_MISSED -> NOBODY;
            default -> VIOLATION;
        };
    }
}
