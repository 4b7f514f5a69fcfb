package dev.websocketexporter.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/** Accepts clients whose connections can be watched, and lets each request find its own. */
final class ClientConnector extends ServerConnector {
    private static final String ATTRIBUTE = ClientConnection.class.getName();
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 1;

    /** A Prometheus opens many connections at once; with the default of 50, some wait a second for their next try. */
    private static final int ACCEPT_QUEUE = 1024;

    private final ListenAddress address;
    private final ClientConnection.Context context;

    ClientConnector(
            Server server, ListenAddress address, HttpConfiguration configuration, ClientConnection.Context context) {
        super(server, ACCEPTORS, SELECTORS, new Protocol(configuration));
        this.address = address;
        this.context = context;
        setReuseAddress(true);
        setAcceptQueueSize(ACCEPT_QUEUE);
    }

    /** Makes the connection of a request known to {@link #connectionOf}; belongs into the HTTP configuration. */
    static Request introduce(Request request, HttpFields.Mutable responseHeaders) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        if (endPoint instanceof ClientConnection connection) {
            connection.requestBegan();
            request.setAttribute(ATTRIBUTE, connection);
        }
        return request;
    }

    /** The connection that a request came on. */
    static ClientConnection connectionOf(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof ClientConnection connection) {
            return connection;
        }
        throw new IllegalStateException("a request came on a connection that is not ours");
    }

    /** The connection that a request came on. */
    static ClientConnection connectionOf(io.javalin.http.Context request) {
        if (request.req().getAttribute(ATTRIBUTE) instanceof ClientConnection connection) {
            return connection;
        }
        throw new IllegalStateException("a request came on a connection that is not ours");
    }

    /**
     * Binds the address, before anything is started.
     *
     * @throws IllegalStateException with one line that says which address could not be had, and why
     */
    void bind() {
        InetSocketAddress socketAddress = address.socketAddress();
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(socketAddress, getAcceptQueueSize());
                open(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot listen on " + address + ": " + reason(socketAddress, e)
                            + " (expected: a free address of this machine, in --web.listen-address)",
                    e);
        }
    }

    /** Where it listens in truth, the port included that the system chose. */
    InetSocketAddress boundAddress() {
        try {
            return (InetSocketAddress) ((ServerSocketChannel) getTransport()).getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("not listening on " + address, e);
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        ClientConnection connection = new ClientConnection(channel, selector, key, getScheduler(), context);
        connection.setIdleTimeout(getIdleTimeout());
        return connection;
    }

    /** HTTP/1.1, with what follows on an answer where its connection says. */
    private static final class Protocol extends HttpConnectionFactory {
        Protocol(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            if (!(endPoint instanceof ClientConnection client)) {
                return super.newConnection(connector, endPoint);
            }
            HttpConnection connection = new HttpConnection(getHttpConfiguration(), connector, endPoint) {
                @Override
                protected Executor getExecutor() {
                    return client::follow;
                }
            };
            return configure(connection, connector, endPoint);
        }
    }

    private static String reason(InetSocketAddress address, Exception e) {
        String message = e.getMessage();
        if (address.isUnresolved()) {
            return "the host is unknown";
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
