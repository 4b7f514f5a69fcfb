package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client of HTTP/2 can keep by asking much and reading nothing: raw frames (RFC 9113 §4.1), without TLS. */
@Timeout(30)
class Http2StreamsIT {
    private static final int MOST = 16 * ClientStream.LEAST_BYTES;
    private static final int IDLE_MILLIS = 500;

    /** The preface, and settings with a window of 0 for each stream. */
    private static final String READS_NOTHING = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "\0\4\0\0\0\0");

    private final Server server = new Server();
    private final ClientMemory memory = new ClientMemory(MOST, server.getThreadPool());
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private ClientConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        connector = new ClientConnector(
                server,
                new ConnectionContext(
                        server.getThreadPool(),
                        server.getThreadPool(),
                        System::nanoTime,
                        new SelectorPace(System::nanoTime),
                        memory,
                        Reading.BY_THE_POOL),
                List.of(new Http2(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setHandler(new Answering());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** With a reset of the stream before it or without: both have the same time. */
    @Test
    void connectionWhoseAnswerNobodyReadsEnds() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/"));

            assertThat(client.readToEnd()).isNotEmpty();
        }
        Conditions.until(() -> memory.used() == 0);
    }

    /** RFC 8441 §3: a client that is told so opens its WebSocket by CONNECT, which no endpoint takes. */
    @Test
    void webSocketsInsideOfHttp2AreNotOffered() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING);

            assertThat(client.readToEnd()).contains("\0\10\0\0\0\0").doesNotContain("\0\10\0\0\0\1");
        }
    }

    @Test
    void requestsWhoseAnswersNobodyReadsHaveOneTotal() throws Exception {
        try (RawClient large = new RawClient(connector.boundAddress());
                RawClient small = new RawClient(connector.boundAddress())) {
            small.send(READS_NOTHING + get(1, "/"));
            Conditions.until(() -> memory.used() > 0);
            StringBuilder requests = new StringBuilder(READS_NOTHING);
            for (int i = 0; i < 64; i++) {
                requests.append(get(2 * i + 1, "/"));
            }
            large.send(requests.toString());

            Conditions.until(() -> connector.getConnectedEndPoints().size() < 2);
            Conditions.until(() -> memory.used() <= MOST);
        }
        Conditions.until(() -> memory.used() == 0);
    }

    @Test
    void requestsThatWaitForTheirAnswersHoldNothingAndAreNotIdle() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            StringBuilder requests = new StringBuilder(READS_NOTHING);
            for (int i = 0; i < 64; i++) {
                requests.append(get(2 * i + 1, "/wait"));
                if (i % 8 == 7) {
                    client.send(requests.toString());
                    requests.setLength(0);
                    int all = i + 1;
                    Conditions.until(() -> waiting.size() == all && memory.used() == 0);
                }
            }
            long began = System.nanoTime();
            Conditions.until(() -> System.nanoTime() - began > 3L * IDLE_MILLIS * 1_000_000);
            assertThat(connector.getConnectedEndPoints()).hasSize(1);

            waiting.forEach(Runnable::run);

            Conditions.until(() ->
                    memory.used() == 0 && connector.getConnectedEndPoints().isEmpty());
        }
    }

    private static String get(int stream, String path) {
        // RFC 7541: GET, http, then a path and an authority that are not indexed.
        return frame(1, 5, stream, "\u0082\u0086\4" + text(path) + "\1" + text("exporter"));
    }

    private static String text(String text) {
        return (char) text.length() + text;
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "\0" + (char) (payload.length() >> 8) + (char) (payload.length() & 0xff) + (char) type + (char) flags
                + "\0\0" + (char) (stream >> 8) + (char) (stream & 0xff) + payload;
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            RequestClient client = (RequestClient) request.getAttribute(ClientConnection.class.getName());
            Runnable answer = () -> response.write(true, ByteBuffer.wrap(new byte[] {'x'}), callback);
            if (!request.getHttpURI().getPath().equals("/wait")) {
                answer.run();
                return true;
            }
            client.watch(() -> {});
            waiting.add(() -> {
                client.unwatch();
                answer.run();
            });
            return true;
        }
    }
}
