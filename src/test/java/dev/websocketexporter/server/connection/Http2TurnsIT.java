package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.connection.RawHttp2.Frame;
import dev.websocketexporter.testkit.Http2Frames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Requests of HTTP/2 share the one thread that handles them here by connections: raw frames, without TLS. */
@Timeout(60)
class Http2TurnsIT {
    private static final int MANY = 50;
    private static final int HOSTILE = 40;
    private static final int MOST_STREAMS = 100;

    private static final int MEMORY_BYTES = 8 << 20;
    private static final int LARGE_BYTES = 512 * 1024;

    /** What an honest client asks for at once. */
    private static final int SOME = 10;

    private final Server server = new Server();
    private final ClientMemory memory = new ClientMemory(MEMORY_BYTES, server.getThreadPool());
    private final AtomicInteger come = new AtomicInteger();
    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final CountDownLatch free = new CountDownLatch(1);
    private ClientConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        http.addCustomizer((request, headers) -> {
            come.incrementAndGet();
            return request;
        });
        connector = new ClientConnector(
                server,
                new ConnectionContext(
                        server.getThreadPool(),
                        new WorkLane(server.getThreadPool(), 1, System::nanoTime),
                        System::nanoTime,
                        new SelectorPace(System::nanoTime),
                        memory,
                        Reading.BY_THE_POOL,
                        AnswerLimit.ORDINARY),
                List.of(new Http2(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        DispatchHandler dispatch = new DispatchHandler("/probe", Set.of());
        dispatch.setHandler(new Handling());
        server.setHandler(dispatch);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        free.countDown();
        server.stop();
    }

    @Test
    void clientWithManyRequestsDoesNotKeepAnotherOneOut() throws Exception {
        try (RawClient many = client();
                RawClient one = client()) {
            many.send(Http2Frames.READS + requests(MANY, "/many"));
            Conditions.until(() -> come.get() == MANY);
            one.send(Http2Frames.READS + requests(1, "/one"));
            Conditions.until(() -> come.get() == MANY + 1);

            free.countDown();

            Conditions.until(() -> handled.size() == MANY + 1);
        }
        assertThat(List.copyOf(handled).indexOf("/one")).isLessThanOrEqualTo(2);
    }

    /** Its first one is being handled; the others would take the turns of whoever still waits. */
    @Test
    void requestThatIsResetBeforeItsTurnIsDroppedAtOnce() throws Exception {
        try (RawClient client = client()) {
            client.send(Http2Frames.READS + requests(MANY, "/reset"));
            Conditions.until(() -> come.get() == MANY);
            StringBuilder resets = new StringBuilder();
            for (int i = 0; i < MANY; i++) {
                resets.append(Http2Frames.reset(2 * i + 1));
            }

            client.send(resets.toString());

            // What is left is the one that is being handled, and what came after the last head.
            Conditions.until(() -> memory.used() < 2 * ClientStream.LEAST_BYTES);
            free.countDown();
            Conditions.until(() -> !handled.isEmpty());
        }
        Conditions.until(() -> memory.used() == 0);
        assertThat(handled).containsExactly("/reset");
    }

    @Test
    void requestWhoseConnectionHasGoneIsDroppedAtOnce() throws Exception {
        try (RawClient gone = client();
                RawClient client = client()) {
            gone.send(Http2Frames.READS + requests(MANY, "/gone"));
            Conditions.until(() -> come.get() == MANY);
            gone.reset();
            Conditions.until(() -> connector.getConnectedEndPoints().size() == 1);
            client.send(Http2Frames.READS + requests(1, "/one"));
            Conditions.until(() -> come.get() == MANY + 1);

            free.countDown();

            Conditions.until(() -> handled.contains("/one"));
            assertThat(handled).containsExactly("/gone", "/one");
        }
        Conditions.until(() -> memory.used() == 0);
    }

    /** Who reads nothing would otherwise have pages made until its connection ends. */
    @Test
    void requestOfAClientThatDoesNotReadItsAnswersIsRefusedAtItsTurn() throws Exception {
        try (RawClient client = client()) {
            client.send(Http2Frames.READS + requests(MANY, "/large"));
            Conditions.until(() -> come.get() == MANY);

            free.countDown();

            // Then none is waiting any more.
            Conditions.until(() -> !handled.isEmpty()
                    && memory.used() < (long) handled.size() * (LARGE_BYTES + 2 * ClientStream.LEAST_BYTES));
            assertThat(connector.getConnectedEndPoints()).hasSize(1);
        }
        Conditions.until(() -> memory.used() == 0);
        assertThat(handled).hasSizeBetween(1, MEMORY_BYTES / 2 / LARGE_BYTES + 1);
    }

    /** CVE-2023-44487: Jetty counts resets, and ends the connection of whoever sends more than 128 in a second. */
    @Test
    void clientThatResetsEachRequestAtOnceLosesItsConnection() throws Exception {
        free.countDown();
        try (RawClient client = client()) {
            StringBuilder frames = new StringBuilder(Http2Frames.READS);
            for (int i = 0; i < 10 * MOST_STREAMS; i++) {
                frames.append(Http2Frames.get(2 * i + 1, "/")).append(Http2Frames.reset(2 * i + 1));
            }

            client.send(frames.toString());

            Frame last = null;
            for (Frame frame : RawHttp2.parse(client.readBytesToEnd())) {
                last = frame;
            }
            assertThat(last).isNotNull();
            assertThat(last.type()).isEqualTo(RawHttp2.GOAWAY);
            assertThat((int) last.payload()[7]).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code);
        }
        Conditions.until(() -> memory.used() == 0);
    }

    @Test
    void clientBesideManyThatReadNothingIsServedAndNoneOfItsRequestsIsRefused() throws Exception {
        List<RawClient> hostile = new ArrayList<>();
        try (RawClient honest = client()) {
            for (int i = 0; i < HOSTILE; i++) {
                RawClient client = client();
                hostile.add(client);
                client.send(Http2Frames.READS_NOTHING + requests(MOST_STREAMS, "/hostile"));
            }
            long least = (long) HOSTILE * ClientStream.FEW * ClientStream.LEAST_BYTES;
            Conditions.until(() -> memory.used() > least);
            // From here on, an answer to the honest client's settings and to each of its requests.
            honest.send(Http2Frames.READS + requests(SOME, "/honest"));
            Conditions.until(() -> come.get() >= HOSTILE * ClientStream.FEW + SOME);

            free.countDown();

            Conditions.until(() -> handled.stream().filter("/honest"::equals).count() == SOME);
        } finally {
            for (RawClient client : hostile) {
                client.close();
            }
        }
        Conditions.until(() -> memory.used() == 0);
    }

    private RawClient client() throws Exception {
        return new RawClient(connector.boundAddress());
    }

    private static String requests(int number, String path) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < number; i++) {
            requests.append(Http2Frames.get(2 * i + 1, path));
        }
        return requests.toString();
    }

    private final class Handling extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            free.await();
            String path = request.getHttpURI().getPath();
            handled.add(path);
            if (path.equals("/large")) {
                ((RequestClient) request.getAttribute(ClientConnection.class.getName())).holds(LARGE_BYTES);
                // Never answered.
                return true;
            }
            response.write(true, ByteBuffer.wrap(new byte[] {'x'}), callback);
            return true;
        }
    }
}
