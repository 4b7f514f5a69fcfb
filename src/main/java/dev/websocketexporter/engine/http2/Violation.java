package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead.Fault;
import dev.websocketexporter.probe.value.Printable;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * What a server broke RFC 9113 with.
 *
 * @param error its code, which the client's GOAWAY has
 * @param words the code and what was wrong, on one line
 * @param ofSize whether a header list was decoded, and is too large
 */
record Violation(Http2Error error, String words, boolean ofSize) {
    private static final int MAX_SHOWN = 200;

    /** As the library found it; the peer may have chosen a part of its words. */
    static Violation of(Http2Exception thrown, StreamLog log) {
        String sentence = Printable.oneLine(log.withoutSecrets(String.valueOf(thrown.getMessage())), MAX_SHOWN);
        String words = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return new Violation(
                thrown.error(),
                ErrorCode.inWords(thrown.error().code()) + ": " + words,
                thrown instanceof Http2Exception.HeaderListSizeException);
    }

    /**
     * The same instead of the head of a response.
     *
     * @param insideHead whether a header list had begun and not ended
     */
    MalformedHead asHead(boolean insideHead) {
        if (ofSize) {
            return HeadBudget.tooLarge();
        }
        return insideHead && error == Http2Error.ENHANCE_YOUR_CALM
                ? HeadBudget.tooManyFrames()
                : new MalformedHead(Fault.NOT_HTTP, "what HTTP/2 does not allow: " + words);
    }
}
