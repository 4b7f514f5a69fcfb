package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A listener whose queue of connections is full, so that a connect hangs: the kernel drops every further SYN. */
public final class FullBacklog implements Closeable {
    private static final int MOST_CONNECTIONS = 64;
    /** As the kernel writes the state of such a socket. */
    private static final String SYN_SENT = "02";

    private static final int COMES_WITHIN_MILLIS = 10_000;
    private static final int HANGS_AFTER_MILLIS = 300;

    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    public FullBacklog() throws IOException {
        this(0);
    }

    /** On that port of 127.0.0.1; 0: any that is free. */
    public FullBacklog(int port) throws IOException {
        this.listener = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
        listener.setSoTimeout(COMES_WITHIN_MILLIS);
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

    /**
     * Makes room: takes the connections that wait and one more, and ends each at once. Returns when that one has come,
     * which is when the kernel of a client that hangs sends its SYN again, a second after the first.
     */
    public void takeOneMore() throws IOException {
        for (int i = 0; i <= fillers.size(); i++) {
            listener.accept().close();
        }
    }

    /** How many clients have sent a SYN that was not answered, the one that filled the queue included. */
    public long hanging() throws IOException {
        // A client's socket may be one of IPv6, also when it dials 127.0.0.1.
        return hanging(Path.of("/proc/net/tcp")) + hanging(Path.of("/proc/net/tcp6"));
    }

    private long hanging(Path table) throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", port());
        try (Stream<String> sockets = Files.lines(table)) {
            return sockets.map(line -> line.strip().split(" +"))
                    .filter(columns -> columns[2].endsWith(port) && columns[3].equals(SYN_SENT))
                    .count();
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        listener.close();
    }
}
