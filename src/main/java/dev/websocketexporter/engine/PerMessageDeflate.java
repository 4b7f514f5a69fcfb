package dev.websocketexporter.engine;

/** The extension permessage-deflate (RFC 7692) as it was agreed on: compressing what is sent, decompressing what is received. */
final class PerMessageDeflate {
    private PerMessageDeflate() {}
}
