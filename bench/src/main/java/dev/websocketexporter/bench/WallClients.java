package dev.websocketexporter.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients of the exporter that want no answers, or do not say what they want. */
final class WallClients implements WallTrouble.End {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int FIELDS = 28;
    private static final String FIELD = "X-Filling: " + "x".repeat(1_000) + "\r\n";
    private static final int SMALL_WINDOW_BYTES = 4096;
    private static final String PAGE = request("/");
    private static final String PROBE_LIKE = request("/probe") + request("/metrics") + request("/-/healthy");
    private static final int REQUESTS = 1_000;

    private final List<SocketChannel> clients = new ArrayList<>();
    private volatile boolean ended;

    private WallClients() {}

    /** They connect, and half of them ask once; then they say nothing. */
    static WallTrouble idle(int number) {
        return port -> {
            WallClients clients = new WallClients();
            for (int i = 0; i < number; i++) {
                SocketChannel client = clients.connect(port);
                if (i % 2 == 0) {
                    write(client, request("/-/healthy"));
                }
            }
            return clients;
        };
    }

    /** Nearly the largest head that is taken, but for its end, of which a byte comes now and then. */
    static WallTrouble dribbling(int number) {
        return port -> {
            WallClients clients = new WallClients();
            String head = "GET / HTTP/1.1\r\nHost: localhost\r\n" + FIELD.repeat(FIELDS);
            for (int i = 0; i < number; i++) {
                write(clients.connect(port), head);
            }
            clients.goOn("x", number);
            return clients;
        };
    }

    /** A thousand requests for the page at once, and not a byte of the answers is read. */
    static WallTrouble unread(int number) {
        return pipelined(number, PAGE, true);
    }

    /** A thousand requests at once, of those that are answered at once, again and again; some answers are read. */
    static WallTrouble pipelining(int number) {
        return pipelined(number, PROBE_LIKE, false);
    }

    private static WallTrouble pipelined(int number, String requests, boolean smallWindow) {
        return port -> {
            WallClients clients = new WallClients();
            String all = requests.repeat(REQUESTS);
            for (int i = 0; i < number; i++) {
                write(clients.connect(port, smallWindow), all);
            }
            clients.goOn(requests, smallWindow ? 0 : number);
            return clients;
        };
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private SocketChannel connect(int port) throws IOException {
        return connect(port, false);
    }

    private SocketChannel connect(int port, boolean smallWindow) throws IOException {
        SocketChannel client = SocketChannel.open();
        clients.add(client);
        if (smallWindow) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW_BYTES);
        }
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.configureBlocking(false);
        return client;
    }

    /** As much as fits; a client that was put out says no more. */
    private static void write(SocketChannel client, String text) {
        try {
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            // The exporter has closed it, as it may.
        }
    }

    private void goOn(String text, int number) {
        if (number == 0) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    ByteBuffer dropped = ByteBuffer.allocate(64 * 1024);
                    while (!ended) {
                        for (SocketChannel client : clients) {
                            write(client, text);
                            read(client, dropped.clear());
                        }
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                },
                "wall-clients");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(SocketChannel client, ByteBuffer dropped) {
        try {
            client.read(dropped);
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
