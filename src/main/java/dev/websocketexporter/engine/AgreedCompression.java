package dev.websocketexporter.engine;

/**
 * What the two sides agreed on about permessage-deflate (RFC 7692 §7.1).
 *
 * @param isOn whether messages may be compressed at all
 * @param serverTakesOver whether the server's messages refer to those before them
 * @param clientTakesOver whether ours do
 */
record AgreedCompression(boolean isOn, boolean serverTakesOver, boolean clientTakesOver) {
    static final AgreedCompression NONE = new AgreedCompression(false, false, false);
}
