package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and a server, passes bytes on, and can stop to do so without a word to either, as a load balancer or a
 * firewall that has forgotten a connection: when it is told to, or when nothing has passed for a time.
 */
public final class Relay implements Closeable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Duration NEVER = Duration.ofDays(1);

    private final ServerSocket listener;
    private final int serverPort;
    private final Duration memory;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();

    /** One client and its connection to the server; each direction is a thread that ends with its sockets. */
    private static final class Pair {
        private final long memoryNanos;
        private volatile long passedAt = System.nanoTime();
        private final Socket client;
        private final Socket server;
        private volatile boolean losesWhatTheClientSends;
        private volatile boolean losesWhatTheServerSends;

        Pair(Socket client, Socket server, Duration memory) {
            this.client = client;
            this.server = server;
            this.memoryNanos = memory.toNanos();
        }

        /** Something is to pass: too late? */
        private boolean isForgotten() {
            long now = System.nanoTime();
            if (now - passedAt > memoryNanos) {
                fallSilent();
            }
            passedAt = now;
            return losesWhatTheClientSends && losesWhatTheServerSends;
        }

        private void fallSilent() {
            losesWhatTheClientSends = true;
            losesWhatTheServerSends = true;
        }
    }

    @FunctionalInterface
    private interface Loss {
        boolean isOn();
    }

    /** @param serverPort of 127.0.0.1 */
    public Relay(int serverPort) throws IOException {
        this(serverPort, NEVER);
    }

    /**
     * One that forgets.
     *
     * @param serverPort of 127.0.0.1
     * @param memory what comes later than so long after what passed last, in either direction, is lost, and all that follows
     */
    public Relay(int serverPort, Duration memory) throws IOException {
        this.serverPort = serverPort;
        this.memory = memory;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        run("relay", this::accept);
    }

    /** Of 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Nothing passes any more on the connections that are open now; those that are opened later are as good as ever. */
    public void fallSilent() {
        pairs.forEach(Pair::fallSilent);
    }

    /** The same for the direction from the client to the server alone. */
    public void loseWhatClientsSend() {
        pairs.forEach(pair -> pair.losesWhatTheClientSends = true);
    }

    private void accept() {
        while (!listener.isClosed()) {
            Socket client = null;
            try {
                client = listener.accept();
                Pair pair = new Pair(client, new Socket(InetAddress.getByName("127.0.0.1"), serverPort), memory);
                pairs.add(pair);
                run(
                        "relay-to-server",
                        () -> pass(pair.client, pair.server, () -> pair.isForgotten() || pair.losesWhatTheClientSends));
                run(
                        "relay-to-client",
                        () -> pass(pair.server, pair.client, () -> pair.isForgotten() || pair.losesWhatTheServerSends));
            } catch (IOException e) {
                close(client); // the server does not listen, or this relay is closed
            }
        }
    }

    /** The end of the one side is the end of the other, unless that is lost too. */
    private static void pass(Socket from, Socket to, Loss loss) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!loss.isOn()) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
            if (!loss.isOn()) {
                to.shutdownOutput();
            }
        } catch (SocketException e) {
            if (!loss.isOn()) {
                close(to); // reset, or closed by this relay
            }
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket that does not close", e);
        }
    }

    private static void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes both sides of all. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Pair pair : pairs) {
            pair.client.close();
            pair.server.close();
        }
    }
}
