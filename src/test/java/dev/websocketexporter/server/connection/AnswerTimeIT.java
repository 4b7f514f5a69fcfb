package dev.websocketexporter.server.connection;

import static dev.websocketexporter.server.connection.RawHttp2.READS_NOTHING;
import static dev.websocketexporter.server.connection.RawHttp2.data;
import static dev.websocketexporter.server.connection.RawHttp2.get;
import static dev.websocketexporter.server.connection.RawHttp2.post;
import static dev.websocketexporter.server.connection.RawHttp2.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.connection.RawHttp2.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their answers, or send their bodies, one byte after the other, so that nothing is ever idle. */
@Timeout(60)
class AnswerTimeIT {
    /** More than the kernels on both sides take. */
    private static final int ANSWER_BYTES = 2 * 1024 * 1024;

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration ANY = Duration.ofMinutes(5);

    private final Server server = new Server();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger succeeded = new AtomicInteger();
    private ClientConnector connector;

    private void start(AnswerLimit limit, boolean http2) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        ConnectionFactory protocol = http2 ? new Http2(http) : ClientConnector.http1(http);
        ConnectionContext ordinary = ConnectionContext.of(server.getThreadPool(), 2, System::nanoTime);
        connector = new ClientConnector(
                server,
                new ConnectionContext(
                        ordinary.executor(),
                        ordinary.workers(),
                        ordinary.ticker(),
                        ordinary.pace(),
                        ordinary.memory(),
                        Reading.BY_THE_POOL,
                        limit),
                List.of(protocol));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setHandler(new RequestBodyDrainer(new Answering(), Set.of()));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void clientThatReadsByteByByteLosesItsConnectionInTime() throws Exception {
        start(new AnswerLimit(SHORT, Integer.MAX_VALUE), false);
        try (RawClient client = RawClient.slow(connector.boundAddress())) {
            client.send(RawClient.request("/large"));

            byte[] some = new byte[1024];
            while (failed.get() == 0) {
                assertThat(client.readSome(some)).isPositive();
                pause();
            }

            Conditions.until(() -> connector.getConnectedEndPoints().isEmpty());
            assertThat(succeeded).hasValue(0);
        }
    }

    @Test
    void clientThatIsSlowButFastEnoughForTheLengthGetsItAll() throws Exception {
        start(new AnswerLimit(Duration.ofMillis(1), ANSWER_BYTES / (int) ANY.toSeconds()), false);
        try (RawClient client = RawClient.slow(connector.boundAddress())) {
            client.send(RawClient.request("/large"));
            byte[] some = new byte[64 * 1024];
            for (int i = 0; i < 5; i++) {
                assertThat(client.readSome(some)).isPositive();
                pause();
            }

            client.send("GET / HTTP/1.1\r\nHost: exporter\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd()).endsWith("\r\n\r\nx");
            Conditions.until(() -> succeeded.get() == 2);
        }
    }

    /** HTTP/2 has a window for each stream, which its client may open by one byte at a time. */
    @Test
    void streamThatIsReadByteByByteIsResetInTimeAndTheOthersGoOn() throws Exception {
        start(new AnswerLimit(SHORT, Integer.MAX_VALUE), true);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + get(1, "/large"));
            while (failed.get() == 0) {
                client.send(windowUpdate(1, 1));
                pause();
            }

            assertThat(connector.getConnectedEndPoints()).hasSize(1);
            client.send(get(3, "/") + windowUpdate(3, 1));
            Conditions.until(() -> succeeded.get() == 1);
            client.halfClose();

            assertThat(RawHttp2.parse(client.readBytesToEnd()))
                    .extracting(Frame::type, Frame::stream)
                    .containsSubsequence(
                            tuple(RawHttp2.HEADERS, 1),
                            tuple(RawHttp2.DATA, 1),
                            tuple(RawHttp2.RST_STREAM, 1),
                            tuple(RawHttp2.HEADERS, 3),
                            tuple(RawHttp2.DATA, 3));
        }
    }

    @Test
    void bodyOfHttp1ThatDribblesIsAnsweredAndItsConnectionEnds() throws Exception {
        start(new AnswerLimit(ANY, 1), false);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send("POST / HTTP/1.1\r\nHost: exporter\r\nContent-Length: 100000\r\n\r\n");

            while (succeeded.get() == 0) {
                client.send("x");
                pause();
            }

            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
            Conditions.until(() -> connector.getConnectedEndPoints().isEmpty());
        }
    }

    @Test
    void bodyOfHttp2ThatDribblesIsAnsweredAndItsStreamEnds() throws Exception {
        start(new AnswerLimit(ANY, 1), true);
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(READS_NOTHING + post(1, "/") + windowUpdate(1, 1));

            while (succeeded.get() == 0) {
                client.send(data(1, "x"));
                pause();
            }

            client.halfClose();
            byte[] received = client.readBytesToEnd();
            assertThat(RawHttp2.parse(received))
                    .extracting(Frame::type, Frame::stream)
                    .containsSubsequence(
                            tuple(RawHttp2.HEADERS, 1), tuple(RawHttp2.DATA, 1), tuple(RawHttp2.RST_STREAM, 1));
            // RFC 9113 §8.2.2; the handler sets it for HTTP/1.1, and Jetty leaves it out here.
            assertThat(RawHttp2.answers(received).get(1).getHttpFields().contains(HttpHeader.CONNECTION))
                    .isFalse();
        }
    }

    /** Of a client that does something, but little. */
    private static void pause() throws Exception {
        long began = System.nanoTime();
        Conditions.until(() -> System.nanoTime() - began > 50_000_000);
    }

    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            boolean large = request.getHttpURI().getPath().equals("/large");
            ByteBuffer body = ByteBuffer.allocate(large ? ANSWER_BYTES : 1).put(0, (byte) 'x');
            response.write(
                    true,
                    body,
                    Callback.from(
                            () -> {
                                succeeded.incrementAndGet();
                                callback.succeeded();
                            },
                            failure -> {
                                failed.incrementAndGet();
                                callback.failed(failure);
                            }));
            return true;
        }
    }
}
