package dev.websocketexporter.server.connection;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Accepts clients whose connections can be watched, and finds the connection of a request. */
public final class ClientConnector extends ServerConnector {
    private static final String ATTRIBUTE = ClientConnection.class.getName();
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 1;

    /** A Prometheus opens many connections at once; with the default of 50, some wait a second for their next try. */
    private static final int ACCEPT_QUEUE = 1024;

    /**
     * For each client, in the kernel, which takes twice as much: else it takes some megabytes of answers that a client does
     * not read, and has the exporter make one after the other.
     */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final ConnectionContext context;

    /**
     * Not bound yet.
     *
     * @param protocols the one that begins a connection first
     */
    public ClientConnector(Server server, ConnectionContext context, List<ConnectionFactory> protocols) {
        super(server, ACCEPTORS, SELECTORS, protocols.toArray(ConnectionFactory[]::new));
        this.context = context;
        setReuseAddress(true);
        setAcceptQueueSize(ACCEPT_QUEUE);
        setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    }

    /** HTTP/1.1, with or without TLS below it. */
    public static ConnectionFactory http1(HttpConfiguration configuration) {
        return new Protocol(configuration);
    }

    /** Makes the client of a request known to {@link #clientOf}; a customizer of the HTTP configuration. */
    public static Request introduce(Request request, HttpFields.Mutable responseHeaders) {
        ClientConnection connection =
                socket(request.getConnectionMetaData().getConnection().getEndPoint());
        if (connection != null) {
            request.setAttribute(ATTRIBUTE, client(request, connection));
        }
        return request;
    }

    private static RequestClient client(Request request, ClientConnection connection) {
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            AnswerTime answer = connection.newAnswer();
            connection.requestBegan(answer);
            request.addHttpStreamWrapper(
                    http -> answer.over(http, () -> connection.requests().ended(answer)));
            return connection;
        }
        String id = request.getId();
        ClientStream stream = connection.stream(id);
        AnswerTime answer = stream.answer();
        connection.requests().began(answer);
        request.addHttpStreamWrapper(http -> answer.over(http, () -> {
            connection.requests().ended(answer);
            connection.streams().ended(id, stream);
            connection.notIdle();
        }));
        return stream;
    }

    /** What is below TLS and whatever else; absent if it is of another connector. */
    static @Nullable ClientConnection socket(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        return lowest instanceof ClientConnection connection ? connection : null;
    }

    /** On which thread what a request asks for runs. */
    static ConnectionThreads threadsOf(Request request) {
        Object client = request.getAttribute(ATTRIBUTE);
        if (client instanceof ClientStream stream) {
            return stream.threads();
        }
        if (client instanceof ClientConnection connection) {
            return connection.threads();
        }
        throw foreign();
    }

    /**
     * Handles a request on one of the threads of the pool that do, when it is its connection's turn. If it is one of HTTP/2
     * whose client goes before, nobody handles it.
     *
     * @param callback of the request
     */
    static void later(Request request, Runnable work, Callback callback) {
        if (request.getAttribute(ATTRIBUTE) instanceof ClientStream stream) {
            stream.later(work, () -> callback.failed(new EofException("the client does not wait any more")));
        } else {
            threadsOf(request).later(work);
        }
    }

    /** Who waits for the answer to a request. */
    public static RequestClient clientOf(ServletRequest request) {
        return known(request.getAttribute(ATTRIBUTE));
    }

    /** The same before a handler of servlets sees the request. */
    static RequestClient clientOf(Request request) {
        return known(request.getAttribute(ATTRIBUTE));
    }

    private static RequestClient known(@Nullable Object attribute) {
        if (attribute instanceof RequestClient client) {
            return client;
        }
        throw foreign();
    }

    private static IllegalStateException foreign() {
        return new IllegalStateException("a request came on a connection of another connector");
    }

    /** Binds an address, before anything is started. */
    public void bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, getAcceptQueueSize());
            open(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Where it listens, with the port that the system chose.
     *
     * @throws IllegalStateException if it was not bound
     */
    public InetSocketAddress boundAddress() {
        try {
            return (InetSocketAddress) ((ServerSocketChannel) getTransport()).getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("the connector does not listen", e);
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        ClientConnection connection = new ClientConnection(channel, selector, key, getScheduler(), context);
        connection.setIdleTimeout(getIdleTimeout());
        return connection;
    }

    /** HTTP/1.1; what follows on an answer runs on the thread that its connection chooses. */
    private static final class Protocol extends HttpConnectionFactory {
        Protocol(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            ClientConnection client = socket(endPoint);
            if (client == null) {
                return super.newConnection(connector, endPoint);
            }
            HttpConnection connection = new HttpConnection(getHttpConfiguration(), connector, endPoint) {
                @Override
                protected Executor getExecutor() {
                    return client.threads()::follow;
                }
            };
            return configure(connection, connector, endPoint);
        }
    }
}
