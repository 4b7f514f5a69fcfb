package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener whose queue of connections is full, so that a connect hangs: the kernel drops every further SYN. */
public final class FullBacklog implements Closeable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int HANGS_AFTER_MILLIS = 300;

    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    public FullBacklog() throws IOException {
        this.listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        while (connects()) {
            if (fillers.size() > MOST_CONNECTIONS) {
                close();
                throw new IllegalStateException(MOST_CONNECTIONS + " connections fit into a backlog of 1");
            }
        }
    }

    /** Whether one more connection fits. On loopback that is decided at once; the limit only ends the search. */
    private boolean connects() throws IOException {
        SocketChannel channel = SocketChannel.open();
        fillers.add(channel);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return channel.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()))
                    || (selector.select(HANGS_AFTER_MILLIS) > 0 && channel.finishConnect());
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        listener.close();
    }
}
