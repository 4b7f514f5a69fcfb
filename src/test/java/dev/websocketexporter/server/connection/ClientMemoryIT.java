package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

/** What clients begin and do not end is held for them within one total. */
@Timeout(30)
class ClientMemoryIT {
    private static final int MOST = 64 * 1024;
    private static final String BEGINNING = "GET / HTTP/1.1\r\nHost: exporter\r\n";
    private static final String FIELD = "X-Filling: " + "x".repeat(2_000) + "\r\n";

    private final Server server = new Server();
    private final ClientMemory memory = new ClientMemory(MOST, server.getThreadPool());
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(32 * 1024);
        http.addCustomizer(ClientConnector::introduce);
        ClientConnector connector = new ClientConnector(
                server,
                new ConnectionContext(
                        server.getThreadPool(),
                        new WorkLane(server.getThreadPool(), 1, System::nanoTime),
                        System::nanoTime,
                        new SelectorPace(System::nanoTime),
                        memory,
                        Reading.BY_THE_SELECTOR,
                        AnswerLimit.ORDINARY),
                List.of(ClientConnector.http1(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setHandler(new Answering());
        server.start();
        address = connector.boundAddress();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void headsThatDoNotEndHaveOneTotalAndTheLargestGoesFirst() throws Exception {
        RawClient large = new RawClient(address);
        large.send(BEGINNING + FIELD.repeat(8));
        // All of it, so that nothing comes after its end that would be held against another one.
        long kept = BEGINNING.length() + 8L * FIELD.length() - ClientMemory.FREE_BYTES;
        Conditions.until(() -> memory.used() >= 2 * kept);
        List<RawClient> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RawClient other = new RawClient(address);
            other.send(BEGINNING + FIELD.repeat(2));
            others.add(other);
        }

        assertThat(large.readToEnd()).isEmpty();
        for (RawClient other : others) {
            other.send("\r\n");
            assertThat(other.readResponse()).startsWith("HTTP/1.1 200 ");
            other.close();
        }
        assertThat(memory.used()).isZero();
    }

    @Test
    void headsThatEndAreHeldNoLonger() throws Exception {
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 20; i++) {
                client.send(BEGINNING + FIELD.repeat(4));
                client.send("\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(memory.used()).isZero();
    }

    @Test
    void clientThatGoesInTheMiddleHoldsNothing() throws Exception {
        RawClient client = new RawClient(address);
        client.send(BEGINNING + FIELD.repeat(4));
        Conditions.until(() -> memory.used() > 0);

        client.reset();

        Conditions.until(() -> memory.used() == 0);
    }

    private static final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.wrap(new byte[] {'x'}), callback);
            return true;
        }
    }
}
