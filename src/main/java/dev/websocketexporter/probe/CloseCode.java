package dev.websocketexporter.probe;

/** Close codes with a meaning of their own (RFC 6455 §7.4.1). */
public final class CloseCode {
    /** The purpose of the connection is fulfilled. */
    public static final int NORMAL = 1000;
    /** Never on the wire: a Close without a code was received. */
    public static final int NO_STATUS = 1005;
    /** Never on the wire: the connection ended without a Close. */
    public static final int ABNORMAL = 1006;

    private CloseCode() {}
}
