package dev.websocketexporter.server.connection;

import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Callback;

/**
 * HTTP/2. Tells each {@link ClientStream} when its client resets it or closes the connection.
 *
 * <p>Jetty would tell the servlet too, which then answers with an error, to nobody, while the probe's own answer is still to
 * come, and log both with their stack traces.
 */
public final class Http2 extends HTTP2ServerConnectionFactory {
    /** As many as Go's server allows. */
    private static final int MOST_STREAMS = 250;

    /** A request that waits for its probe is not idle. */
    private static final long NO_TIMEOUT = -1;

    public Http2(HttpConfiguration configuration) {
        super(quiet(configuration));
        setMaxConcurrentStreams(MOST_STREAMS);
        setStreamIdleTimeout(NO_TIMEOUT);
    }

    private static HttpConfiguration quiet(HttpConfiguration configuration) {
        HttpConfiguration quiet = new HttpConfiguration(configuration);
        quiet.setNotifyRemoteAsyncErrors(false);
        return quiet;
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

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            client.streamGone(String.valueOf(stream.getId()));
            super.onReset(stream, frame, callback);
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            client.streamGone(String.valueOf(stream.getId()));
            super.onFailure(stream, error, reason, failure, callback);
        }

        @Override
        public void onClose(Session session, GoAwayFrame frame, Callback callback) {
            client.allStreamsGone();
            super.onClose(session, frame, callback);
        }

        @Override
        public void onFailure(Session session, Throwable failure, Callback callback) {
            client.allStreamsGone();
            super.onFailure(session, failure, callback);
        }
    }
}
