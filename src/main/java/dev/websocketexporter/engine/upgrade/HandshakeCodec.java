package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.http.StatusLine;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.run.ProbeChannel;
import java.util.List;
import java.util.Map;

/**
 * The version of HTTP that the opening handshake is spoken in: how a request is put into bytes, and what else the versions
 * differ in. The response comes as a {@code ResponseHead} in each. One for each connection, confined to its event loop.
 */
interface HandshakeCodec {
    /** Puts its handlers before the last one of the channel. */
    void addTo(ProbeChannel channel);

    /** What is to be written to the channel; there is one request for each codec. */
    Object encoded(UpgradeRequest request);

    /** The fields of the request as they are sent, for the log. */
    List<Map.Entry<String, String>> fields(UpgradeRequest request);

    /** Whether a response of this version of HTTP may be judged at all. */
    boolean accepts(StatusLine line);

    /** From now on the bytes are those of the WebSocket: removes what is in the way, inside the read of the response. */
    void giveWay(ProbeChannel channel);

    /** Whether not one byte of the server has come. */
    boolean isUntouched();

    /** What the response is waited for with, in words that follow "waiting for". */
    String awaited();

    /** Why the answer is probably no response, for the end of a detail. */
    String causeOfNoHttp(String detail, Asked asked);

    /** Why nothing but an end came. */
    String causeOfEnd(Causes.End how, Asked asked);

    /** Why nothing came at all. */
    String causeOfSilence(Asked asked);
}
