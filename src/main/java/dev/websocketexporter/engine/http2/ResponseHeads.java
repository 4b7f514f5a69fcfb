package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.http.StatusLine;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A header list of a response as the head that it is in HTTP/1.1. */
final class ResponseHeads {
    private static final Pattern STATUS = Pattern.compile("[1-9]\\d\\d");
    private static final int SWITCHING_PROTOCOLS = 101;

    private ResponseHeads() {}

    /**
     * The head of the response.
     *
     * @throws Http2Exception when it has no status, or one that HTTP/2 does not have (RFC 9113 §8.3.2, §8.6)
     */
    static ResponseHead of(Http2Headers list) throws Http2Exception {
        StatusLine line = StatusLine.ofHttp2(status(list.status()));
        HttpHeaders fields =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        list.forEach(field -> {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(field.getKey())) {
                fields.add(field.getKey(), field.getValue().toString());
            }
        });
        return new ResponseHead(line, fields, ResponseHead.End.EMPTY_LINE);
    }

    private static int status(@Nullable CharSequence text) throws Http2Exception {
        if (text == null || !STATUS.matcher(text).matches()) {
            throw violation(text == null ? "no :status" : "a :status that is no number from 100 to 999");
        }
        int status = Integer.parseInt(text.toString());
        if (status == SWITCHING_PROTOCOLS) {
            throw violation("the :status 101, which HTTP/2 does not have");
        }
        return status;
    }

    private static Http2Exception violation(String what) {
        return Http2Exception.streamError(StreamFrames.STREAM, Http2Error.PROTOCOL_ERROR, "a response with " + what);
    }
}
