package dev.websocketexporter.server.connection;

import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2. Tells each {@link ClientStream} when its client resets it or closes the connection.
 *
 * <p>Jetty would tell the servlet too, which then answers with an error, to nobody, while the probe's own answer is still to
 * come, and log both with their stack traces.
 */
public final class Http2 extends HTTP2ServerConnectionFactory {
    /** As many as RFC 9113 §6.5.2 recommends at least; a client that needs more opens another connection. */
    private static final int MOST_STREAMS = 100;

    /** What RFC 9113 §6.9.2 begins with: bodies are dropped, or, with {@code GET}, kept until the answer has gone out. */
    private static final int WINDOW_BYTES = FlowControlStrategy.DEFAULT_WINDOW_SIZE;

    /** RFC 9113 §6.5.2: what each field counts for beside its name and value. */
    private static final int FIELD_BYTES = 32;

    /**
     * A head that is longer than the limit by less than this part of it is told so; with one that is even longer, Jetty ends
     * the connection without an answer. Clients are told in advance what Jetty reads, so that those that stay below it learn
     * the limit by an answer.
     */
    private static final int PART_THAT_IS_REFUSED = 2;

    /** That of the connection. */
    private static final long IDLE_TIMEOUT = 0;

    public Http2(HttpConfiguration configuration) {
        super(forHttp2(configuration));
        setMaxConcurrentStreams(MOST_STREAMS);
        setInitialStreamRecvWindow(WINDOW_BYTES);
        setInitialSessionRecvWindow(WINDOW_BYTES);
        setStreamIdleTimeout(IDLE_TIMEOUT);
        // Browsers would open WebSockets inside of HTTP/2 (RFC 8441), where no endpoint takes them.
        setConnectProtocolEnabled(false);
    }

    private static HttpConfiguration forHttp2(HttpConfiguration configuration) {
        HttpConfiguration http2 = new HttpConfiguration(configuration);
        http2.setNotifyRemoteAsyncErrors(false);
        int largest = configuration.getRequestHeaderSize();
        http2.setRequestHeaderSize(largest + largest / PART_THAT_IS_REFUSED);
        // Last, so that the answer is one like others.
        http2.addCustomizer((request, responseHeaders) -> refuseLarge(request, largest));
        return http2;
    }

    /** Throws what Jetty answers with 431, as Go's server does. */
    private static Request refuseLarge(Request request, int largest) {
        if (headBytes(request.getHttpURI(), request.getHeaders()) > largest) {
            throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
        }
        return request;
    }

    private static long headBytes(HttpURI uri, HttpFields fields) {
        long bytes = Objects.requireNonNullElse(uri.getPathQuery(), "").length();
        for (HttpField field : fields) {
            bytes += field.getName().length()
                    + Objects.requireNonNullElse(field.getValue(), "").length()
                    + FIELD_BYTES;
        }
        return bytes;
    }

    @Override
    protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
        ClientConnection client = ClientConnector.socket(endPoint);
        return client == null ? super.newSessionListener(connector, endPoint) : new Listener(endPoint, client);
    }

    private final class Listener extends HTTPServerSessionListener {
        private final ClientConnection client;

        Listener(EndPoint endPoint, ClientConnection client) {
            super(endPoint);
            this.client = client;
        }

        /**
         * A request that nobody has looked at may be made again (RFC 9113 §8.7), as Go's client does: better than one that
         * waits behind hundreds, for whom the client may wait no more.
         */
        @Override
        public Stream.@Nullable Listener onNewStream(Stream stream, HeadersFrame frame) {
            MetaData.Request head = (MetaData.Request) frame.getMetaData();
            long headBytes = headBytes(head.getHttpURI(), head.getHttpFields());
            if (client.newStream(id(stream), headBytes, code -> reset(stream, code)) == null) {
                reset(stream, ErrorCode.REFUSED_STREAM_ERROR);
                return null;
            }
            return super.onNewStream(stream, frame);
        }

        private static void reset(Stream stream, ErrorCode code) {
            stream.reset(new ResetFrame(stream.getId(), code.code), Callback.NOOP);
        }

        /** Such as one whose request Jetty refused by itself. */
        @Override
        public void onClosed(Stream stream) {
            client.streams().closed(id(stream));
            super.onClosed(stream);
        }

        /** An answer that its client does not read ends it; one that is not there yet is bounded by the probe's budget. */
        @Override
        public void onIdleTimeout(Stream stream, TimeoutException timeout, Promise<Boolean> promise) {
            if (client.streams().isAwaited(id(stream))) {
                promise.succeeded(false);
            } else {
                super.onIdleTimeout(stream, timeout, promise);
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            client.streams().gone(id(stream));
            super.onReset(stream, frame, callback);
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            client.streams().gone(id(stream));
            super.onFailure(stream, error, reason, failure, callback);
        }

        @Override
        public void onClose(Session session, GoAwayFrame frame, Callback callback) {
            client.streams().allGone();
            super.onClose(session, frame, callback);
        }

        @Override
        public void onFailure(Session session, Throwable failure, Callback callback) {
            client.streams().allGone();
            super.onFailure(session, failure, callback);
        }

        private static String id(Stream stream) {
            return String.valueOf(stream.getId());
        }
    }
}
