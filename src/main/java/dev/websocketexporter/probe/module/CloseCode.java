package dev.websocketexporter.probe.module;

/** Close codes with a meaning of their own (RFC 6455 §7.4.1). */
public final class CloseCode {
    /** The purpose of the connection is fulfilled. */
    public static final int NORMAL = 1000;
    /** The client has to leave, and the peer did nothing wrong. */
    public static final int GOING_AWAY = 1001;
    /** The peer breaks the protocol. */
    public static final int PROTOCOL_ERROR = 1002;
    /** The peer sent what is not what it says to be, such as a text message that is not UTF-8. */
    public static final int INVALID_PAYLOAD = 1007;
    /** The peer's message is too big. */
    public static final int TOO_BIG = 1009;
    /** Never on the wire: a Close without a code was received. */
    public static final int NO_STATUS = 1005;
    /** Never on the wire: the connection ended without a Close. */
    public static final int ABNORMAL = 1006;

    private CloseCode() {}

    /**
     * Whether it may stand in a Close frame: RFC 6455 §7.4, and the codes registered with IANA since (1012 to 1014); others
     * have no meaning.
     */
    public static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
