package dev.websocketexporter.server.connection;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * How many connections of clients are open at once. Further ones wait in the system's queue, since a refused one would look
 * like an exporter that is down. So that they do not wait for long, a connection ends with its answer while there is little
 * room, and those that are idle end when there is none. Safe for use by several threads.
 */
public final class ConnectionLimit extends NetworkConnectionLimit {
    /** How long a connection that has had an answer may be idle while others wait to be accepted. */
    private static final int CROWDED_IDLE_MILLIS = 500;

    private final Server server;
    private final int comfortable;

    /** @param most how many; at least 1 */
    public ConnectionLimit(int most, Server server) {
        super(most, server);
        this.server = server;
        this.comfortable = most - most / 4;
    }

    /** For each answer. */
    public void introduce(HttpFields.Mutable responseHeaders) {
        if (getNetworkConnectionCount() >= comfortable) {
            responseHeaders.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
    }

    @Override
    protected void limit() {
        super.limit();
        // One that has asked for nothing yet may have its request under way, or already here and not read yet.
        setIdleTimeouts(true);
    }

    @Override
    protected void unlimit() {
        setIdleTimeouts(false);
        super.unlimit();
    }

    private void setIdleTimeouts(boolean crowded) {
        for (Connector connector : server.getConnectors()) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                if (endPoint instanceof ClientConnection connection && connection.hasBeenUsed()) {
                    connection.setIdleTimeout(crowded ? CROWDED_IDLE_MILLIS : connector.getIdleTimeout());
                }
            }
        }
    }
}
