package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.http.ResponseHeadDecoder;
import dev.websocketexporter.engine.http.StatusLine;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.TailHandler;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.util.List;
import java.util.Map;

/** HTTP/1.1, which the connection leaves for WebSocket (RFC 6455 §4). */
final class Http11Codec implements HandshakeCodec {
    /** The two halves of HTTP, which are removed after the upgrade. */
    private static final String REQUEST = "http-request";

    private static final String RESPONSE = "http-response";

    private final ResponseHeadDecoder response;

    Http11Codec(PhaseContext context) {
        this.response = new ResponseHeadDecoder(context::headMemory);
    }

    @Override
    public void addTo(ProbeChannel channel) {
        channel.pipeline().addBefore(TailHandler.NAME, REQUEST, new HttpRequestEncoder());
        channel.pipeline().addBefore(TailHandler.NAME, RESPONSE, response);
    }

    @Override
    public Object encoded(UpgradeRequest request) {
        return request.http();
    }

    @Override
    public List<Map.Entry<String, String>> fields(UpgradeRequest request) {
        return request.http().headers().entries();
    }

    @Override
    public boolean accepts(StatusLine line) {
        return line.major() == 1 && (line.code() != UpgradeResponse.SWITCHING_PROTOCOLS || line.isHttp11());
    }

    /** Frames may stand in the packet of the 101, and removing the decoder hands them on. */
    @Override
    public void giveWay(ProbeChannel channel) {
        channel.pipeline().remove(REQUEST);
        channel.pipeline().remove(RESPONSE);
    }

    @Override
    public boolean isUntouched() {
        return response.isUntouched();
    }

    @Override
    public String awaited() {
        return UpgradeHandler.AWAITED;
    }

    @Override
    public String causeOfNoHttp(String detail, Asked asked) {
        return Causes.ofNoHttp(detail, asked);
    }

    @Override
    public String causeOfEnd(Causes.End how, Asked asked) {
        return Causes.ofEnd(how, asked);
    }

    @Override
    public String causeOfSilence(Asked asked) {
        return Causes.ofSilence(asked);
    }
}
