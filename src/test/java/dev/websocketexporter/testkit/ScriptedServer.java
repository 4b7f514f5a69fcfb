package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on a port of its own that plays the same script with every connection, one thread for each. */
public final class ScriptedServer implements Closeable {
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Script script;
    private final @Nullable ServerTls tls;
    private final Thread acceptor;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile @Nullable RuntimeException mistake;

    private ScriptedServer(InetAddress address, Script script, @Nullable ServerTls tls) throws IOException {
        this(new ServerSocket(0, BACKLOG, address), script, tls);
    }

    private ScriptedServer(ServerSocket listener, Script script, @Nullable ServerTls tls) {
        this.listener = listener;
        this.script = script;
        this.tls = tls;
        this.acceptor = startThread("accept", this::accept);
    }

    /** On {@code 127.0.0.1}, without TLS. */
    public static ScriptedServer plain(Script script) throws IOException {
        return new ScriptedServer(InetAddress.getByName("127.0.0.1"), script, null);
    }

    /** On the address given, without TLS. */
    public static ScriptedServer plainOn(String address, Script script) throws IOException {
        return new ScriptedServer(InetAddress.getByName(address), script, null);
    }

    /** On {@code 127.0.0.1} and the port of a server that was closed before: the same server, started again. */
    public static ScriptedServer plainAgain(ScriptedServer closed, Script script) throws IOException {
        return new ScriptedServer(
                new ServerSocket(closed.port(), BACKLOG, InetAddress.getByName("127.0.0.1")), script, null);
    }

    /** On {@code 127.0.0.1}; the script begins when the TLS handshake is complete, and is not played without. */
    public static ScriptedServer tls(ServerTls tls, Script script) throws IOException {
        return new ScriptedServer(InetAddress.getByName("127.0.0.1"), script, tls);
    }

    /** The same on the address given. */
    public static ScriptedServer tlsOn(String address, ServerTls tls, Script script) throws IOException {
        return new ScriptedServer(InetAddress.getByName(address), script, tls);
    }

    /** On that address and port, without TLS; one that was closed can be started again there. */
    public static ScriptedServer plainAt(InetSocketAddress address, Script script) throws IOException {
        return new ScriptedServer(new ServerSocket(address.getPort(), BACKLOG, address.getAddress()), script, null);
    }

    /** The same with TLS. */
    public static ScriptedServer tlsAt(InetSocketAddress address, ServerTls tls, Script script) throws IOException {
        return new ScriptedServer(new ServerSocket(address.getPort(), BACKLOG, address.getAddress()), script, tls);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    private Thread startThread(String role, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "scripted-server-" + listener.getLocalPort() + "-" + role);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket raw = listener.accept();
                open.add(raw);
                int number = accepted.incrementAndGet();
                startThread("connection-" + number, () -> serve(raw));
            } catch (IOException e) {
                return; // the listener was closed, which is how this ends
            }
        }
    }

    private void serve(Socket raw) {
        try (raw) {
            script.play(tls == null ? Peer.plain(raw) : Peer.secure(raw, tls));
        } catch (IOException e) {
            // the client went away or refused the handshake, which may be just what the test is about
        } catch (RuntimeException e) {
            mistake = e;
        } finally {
            open.remove(raw);
        }
    }

    /** Closes every socket, waits for every thread, and throws what a script did wrong. */
    @Override
    public void close() throws IOException {
        listener.close();
        Conditions.awaitEnd(acceptor);
        for (Socket socket : open) {
            socket.close();
        }
        for (Thread thread : threads) {
            Conditions.awaitEnd(thread);
        }
        RuntimeException wrong = mistake;
        if (wrong != null) {
            throw wrong;
        }
    }
}
