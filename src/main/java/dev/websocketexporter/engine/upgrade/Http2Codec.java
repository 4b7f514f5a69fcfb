package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.http.StatusLine;
import dev.websocketexporter.engine.http2.ExtendedConnect;
import dev.websocketexporter.engine.http2.Http2Handler;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.TailHandler;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/2, of which one stream becomes the WebSocket (RFC 8441). */
final class Http2Codec implements HandshakeCodec {
    private static final String HTTP_1 = "\"HTTP/1.";
    private static final String OTHER_VERSION = "; it speaks HTTP/1.1: use http_version \"1.1\"";

    private final Http2Handler handler;
    private @Nullable ExtendedConnect encoded;
    private final boolean secure;

    Http2Codec(PhaseContext context) {
        this.handler = new Http2Handler(context);
        this.secure = context.hop().target().secure();
    }

    @Override
    public void addTo(ProbeChannel channel) {
        channel.pipeline().addBefore(TailHandler.NAME, Http2Handler.NAME, handler);
        channel.beforeHandover(handler::forgetRun);
    }

    @Override
    public ExtendedConnect encoded(UpgradeRequest request) {
        ExtendedConnect known = encoded;
        if (known != null) {
            return known;
        }
        HttpHeaders fields = request.http().headers().copy().remove("Host");
        ExtendedConnect made = new ExtendedConnect(
                secure ? "https" : "http",
                request.http().headers().get("Host"),
                request.http().uri(),
                fields,
                name -> !request.mayShow(name));
        encoded = made;
        return made;
    }

    @Override
    public List<Map.Entry<String, String>> fields(UpgradeRequest request) {
        ExtendedConnect connect = encoded(request);
        List<Map.Entry<String, String>> fields =
                new ArrayList<>(connect.pseudoFields().entrySet());
        connect.fields()
                .forEach(field -> fields.add(Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue())));
        return fields;
    }

    @Override
    public boolean accepts(StatusLine line) {
        return true;
    }

    /** The handler stays: it carries the stream, and leaves it at its end. */
    @Override
    public void giveWay(ProbeChannel channel) {
        handler.forgetHead();
    }

    @Override
    public boolean isUntouched() {
        return handler.isUntouched();
    }

    @Override
    public String awaited() {
        if (!handler.settingsCame()) {
            return "the server's SETTINGS of HTTP/2";
        }
        return handler.isAsked()
                ? "the response to the extended CONNECT"
                : "the server to allow a stream: its MAX_CONCURRENT_STREAMS is 0";
    }

    @Override
    public String causeOfNoHttp(String detail, Asked asked) {
        return detail.contains(HTTP_1) ? OTHER_VERSION : Causes.ofNoHttp(detail, asked);
    }

    @Override
    public String causeOfEnd(Causes.End how, Asked asked) {
        return Causes.ofEndInsteadOfHttp2(how, asked);
    }

    @Override
    public String causeOfSilence(Asked asked) {
        return Causes.ofHttp2Silence();
    }
}
