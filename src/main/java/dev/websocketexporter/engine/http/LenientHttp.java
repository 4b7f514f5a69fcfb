package dev.websocketexporter.engine.http;

import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;

/** Netty's HTTP/1.1 for whole answers with their bodies, which the exporter asks for beside a probe. */
public final class LenientHttp {
    private LenientHttp() {}

    /** A codec whose lines may end with a bare LF, as in every other answer (RFC 9112 §2.2). */
    public static HttpClientCodec codec() {
        HttpDecoderConfig lenient = new HttpDecoderConfig()
                .setStrictLineParsing(false)
                .setAllowDuplicateContentLengths(true)
                .setMaxInitialLineLength(ResponseHeadDecoder.MAX_HEAD_BYTES)
                .setMaxHeaderSize(ResponseHeadDecoder.MAX_HEAD_BYTES);
        return new HttpClientCodec(lenient, false, false);
    }
}
