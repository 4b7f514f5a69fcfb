package dev.websocketexporter.engine.http2;

import io.netty.handler.codec.http2.Http2Error;
import java.util.Locale;

/** The code of an RST_STREAM or a GOAWAY in words (RFC 9113 §7). */
final class ErrorCode {
    private ErrorCode() {}

    /** {@code CANCEL (8)}; {@code 0x2a} if the code has no name. */
    static String inWords(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? String.format(Locale.ROOT, "0x%x", code) : known.name() + " (" + code + ")";
    }

    /** Why a server has probably reset a stream on which it has answered nothing; empty without a sign. */
    static String causeBeforeAnswer(long code) {
        Http2Error known = Http2Error.valueOf(code);
        if (known == null) {
            return "";
        }
        return switch (known) {
            case HTTP_1_1_REQUIRED -> "; it wants HTTP/1.1 for this";
            case PROTOCOL_ERROR -> "; it may not take an extended CONNECT, or not for this path";
            case REFUSED_STREAM -> "; it has not looked at the request: perhaps too many streams, or a shutdown";
            case CONNECT_ERROR -> "; a proxy perhaps, which cannot reach the server behind it";
            case ENHANCE_YOUR_CALM -> "; too many requests, as it finds";
            default -> "";
        };
    }
}
