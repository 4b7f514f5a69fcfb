package dev.websocketexporter.server.connection;

import static dev.websocketexporter.server.connection.RawHttp2.READS_NOTHING;
import static dev.websocketexporter.server.connection.RawHttp2.field;
import static dev.websocketexporter.server.connection.RawHttp2.get;
import static dev.websocketexporter.server.connection.RawHttp2.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.connection.RawHttp2.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
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
    private static final int MOST = 80 * ClientStream.LEAST_BYTES;
    private static final int MOST_STREAMS = 100;
    private static final int IDLE_MILLIS = 500;
    private static final int HEAD_BYTES = 32 * 1024;

    private final Server server = new Server();
    private final ClientMemory memory = new ClientMemory(MOST, server.getThreadPool());
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private ClientConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEAD_BYTES);
        http.addCustomizer(ClientConnector::introduce);
        connector = new ClientConnector(
                server,
                new ConnectionContext(
                        server.getThreadPool(),
                        new WorkLane(server.getThreadPool(), 1, System::nanoTime),
                        () -> System.nanoTime() + ahead.get(),
                        new SelectorPace(System::nanoTime),
                        memory,
                        Reading.BY_THE_POOL,
                        AnswerLimit.ORDINARY),
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

    /** RFC 9113 §8.7: one that was refused may be made again, since nobody has looked at it. */
    @Test
    void clientThatAsksForMoreThanItsShareIsRefusedAndAnotherIsNot() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient large = new RawClient(connector.boundAddress());
                RawClient small = new RawClient(connector.boundAddress())) {
            large.send(requests(MOST_STREAMS, "/"));
            Conditions.until(() -> answered.get() > 0 && memory.used() > 0);
            small.send(requests(ClientStream.FEW, "/"));

            List<Frame> frames = RawHttp2.parse(large.readBytesToEnd());
            assertThat(frames)
                    .filteredOn(Http2StreamsIT::isRefusal)
                    .hasSizeBetween(MOST_STREAMS - 40, MOST_STREAMS - ClientStream.FEW);
            assertThat(RawHttp2.parse(small.readBytesToEnd()))
                    .noneMatch(Http2StreamsIT::isRefusal)
                    .filteredOn(frame -> frame.type() == RawHttp2.HEADERS)
                    .hasSize(ClientStream.FEW);
        }
        Conditions.until(() -> memory.used() == 0);
    }

    private static String requests(int number, String path) {
        StringBuilder requests = new StringBuilder(READS_NOTHING);
        for (int i = 0; i < number; i++) {
            requests.append(get(2 * i + 1, path));
        }
        return requests.toString();
    }

    private static boolean isRefusal(Frame frame) {
        return frame.type() == RawHttp2.RST_STREAM && frame.payload()[3] == ErrorCode.REFUSED_STREAM_ERROR.code;
    }

    /** Else a few requests would take what many do. */
    @Test
    void requestCountsWithItsHead() throws Exception {
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/unwatched", field("x-filling", "x".repeat(HEAD_BYTES / 2))));

            Conditions.until(() -> memory.used() > ClientStream.LEAST_BYTES + HEAD_BYTES / 2);
        }
        Conditions.until(() -> memory.used() == 0);
    }

    /** Those that share a connection by a proxy lose only what they do not read, and the proxy learns why. */
    @Test
    void connectionWhoseAnswerNobodyReadsEndsAfterTheStreamWasReset() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/"));

            assertThat(RawHttp2.parse(client.readBytesToEnd()))
                    .extracting(Frame::type, Frame::stream)
                    .endsWith(tuple(RawHttp2.RST_STREAM, 1), tuple(RawHttp2.GOAWAY, 0));
        }
        Conditions.until(() -> memory.used() == 0);
    }

    /** As a scrape whose password is checked after many others: with no probe, which would be watched. */
    @Test
    void requestThatWaitsForItsAnswerIsNotIdleEvenIfNobodyWatches() throws Exception {
        connector.setIdleTimeout(3 * IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/unwatched"));
            Conditions.until(() -> waiting.size() == 1);
            long began = System.nanoTime();
            Conditions.until(() -> System.nanoTime() - began > 7L * IDLE_MILLIS * 1_000_000);

            waiting.forEach(Runnable::run);
            client.send(windowUpdate(1, 1));

            assertThat(RawHttp2.parse(client.readBytesToEnd()))
                    .extracting(Frame::type, Frame::stream)
                    .contains(tuple(RawHttp2.HEADERS, 1), tuple(RawHttp2.DATA, 1))
                    .doesNotContain(tuple(RawHttp2.RST_STREAM, 1));
        }
    }

    /** As Go's server does, for as long as Jetty reads it at all. */
    @Test
    void headThatIsTooLargeIsToldSoAndTheConnectionLives() throws Exception {
        connector.setIdleTimeout(IDLE_MILLIS);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING
                    + get(1, "/", field("x-filling", "x".repeat(HEAD_BYTES)))
                    + get(3, "/", field("x-filling", "x".repeat(HEAD_BYTES / 2)))
                    + windowUpdate(3, 1));

            Map<Integer, MetaData.Response> answers = RawHttp2.answers(client.readBytesToEnd());
            assertThat(answers.get(1).getStatus()).isEqualTo(431);
            assertThat(answers.get(3).getStatus()).isEqualTo(200);
        }
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
    void answersThatNobodyReadsHaveOneTotal() throws Exception {
        try (RawClient large = new RawClient(connector.boundAddress());
                RawClient small = new RawClient(connector.boundAddress())) {
            small.send(READS_NOTHING + get(1, "/"));
            Conditions.until(() -> memory.used() > 0);
            large.send(requests(2, "/large"));

            Conditions.until(() -> connector.getConnectedEndPoints().size() < 2);
            Conditions.until(() -> memory.used() <= MOST);
            small.send(windowUpdate(1, 1));
            Conditions.until(() -> memory.used() == 0);
        }
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

    /** Jetty keeps a head until it is complete, and begins to read the next request when the first is under way. */
    @Test
    void headThatDoesNotEndCountsAndHasItsTimeAfterOtherRequestsToo() throws Exception {
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/") + windowUpdate(1, 1));
            Conditions.until(() -> !connector.getConnectedEndPoints().isEmpty());
            ClientConnection connection = (ClientConnection)
                    connector.getConnectedEndPoints().iterator().next();
            Conditions.until(() -> connection.streams().haveBegun() && memory.used() == 0);
            String head = get(3, "/", field("x-filling", "x".repeat(HEAD_BYTES / 2)));

            client.send(head.substring(0, HEAD_BYTES / 4));
            Conditions.until(() -> memory.used() > HEAD_BYTES / 4);
            long held = memory.used();
            client.send("x");
            // From here on it is known that these are parts of one head.
            Conditions.until(() -> memory.used() != held);
            ahead.set(RequestHead.LONGEST.toNanos() + 1);
            client.send("x");

            assertThat(RawHttp2.parse(client.readBytesToEnd()))
                    .extracting(Frame::stream)
                    .doesNotContain(3);
        }
        Conditions.until(() -> memory.used() == 0);
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            RequestClient client = (RequestClient) request.getAttribute(ClientConnection.class.getName());
            Runnable answer = () -> response.write(true, ByteBuffer.wrap(new byte[] {'x'}), callback);
            switch (request.getHttpURI().getPath()) {
                case "/wait" -> client.watch(() -> {});
                case "/unwatched" -> {
                    waiting.add(answer);
                    return true;
                }
                case "/large" -> {
                    client.holds(MOST / 2);
                    answer.run();
                    return true;
                }
                default -> {
                    answered.incrementAndGet();
                    answer.run();
                    return true;
                }
            }
            waiting.add(() -> {
                client.unwatch();
                answer.run();
            });
            return true;
        }
    }
}
