package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber.FakeProbe;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More clients than connections that may be open at once. */
@Timeout(60)
class ConnectionLimitIT {
    private static final int MOST = 8;

    private final ExecutorService reading = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopReading() {
        reading.shutdownNow();
    }

    @Test
    void clientThatFindsNoRoomWaitsUntilAnIdleOneIsClosed() throws Exception {
        try (RunningServer running = RunningServer.start(settings -> settings.within(100, MOST))) {
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < MOST / 2; i++) {
                Socket socket = connect(running);
                ask(socket);
                assertThat(head(socket)).startsWith("HTTP/1.1 200 ").doesNotContain("Connection: close");
                idle.add(socket);
            }
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                silent.add(connect(running));
            }

            // The last one is accepted only when another one has made room.
            ask(silent.get(MOST - 1));
            assertThat(head(silent.get(MOST - 1))).startsWith("HTTP/1.1 200 ");
            close(idle);
            close(silent);
        }
    }

    @Test
    void clientThatFindsNoRoomAmongSilentOnesIsAnsweredAllTheSame() throws Exception {
        try (RunningServer running = RunningServer.start(settings -> settings.within(100, MOST))) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 3 * MOST; i++) {
                silent.add(connect(running));
            }
            Socket asks = connect(running);
            ask(asks);
            letTimePassUntil(running, () -> asks.getInputStream().available() > 0);

            assertThat(head(asks)).startsWith("HTTP/1.1 200 ");
            assertThat(silent.get(0).getInputStream().read()).isEqualTo(-1);
            close(silent);
        }
    }

    /** It waits for nothing that the client should send. */
    @Test
    void clientThatWaitsForItsProbeIsNotPutOut() throws Exception {
        try (RunningServer running = RunningServer.start(settings -> settings.within(100, MOST))) {
            Socket probes = connect(running);
            probes.getOutputStream()
                    .write("GET /probe?target=ws://a.test HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            FakeProbe probe = running.prober.next();
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 3 * MOST; i++) {
                silent.add(connect(running));
            }
            // Once the last one that fits is gone too, all that wait for less have been looked at.
            Future<Integer> end =
                    reading.submit(() -> silent.get(MOST - 1).getInputStream().read());
            letTimePassUntil(running, end::isDone);
            assertThat(end.get()).isEqualTo(-1);

            probe.succeed();

            assertThat(head(probes)).startsWith("HTTP/1.1 200 ");
            close(silent);
        }
    }

    @Test
    void connectionEndsWithItsAnswerWhileThereIsLittleRoom() throws Exception {
        try (RunningServer running = RunningServer.start(settings -> settings.within(100, MOST))) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < MOST - 2; i++) {
                silent.add(connect(running));
            }
            Socket last = connect(running);

            ask(last);

            assertThat(new String(last.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nConnection: close\r\n");
            close(silent);
        }
    }

    private static void letTimePassUntil(RunningServer running, Callable<Boolean> condition) throws Exception {
        Conditions.until(() -> {
            running.nanos.addAndGet(ConnectionLimit.GRACE.toNanos());
            return condition.call();
        });
    }

    private static Socket connect(RunningServer running) throws IOException {
        Socket socket =
                new Socket("127.0.0.1", running.server.addresses().get(0).getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
