package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.ManagedSelector;
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

/** Who is put out to make room, and who is not. */
@Timeout(30)
class SilentConnectionIT {
    private final Server server = new Server();
    private ClientConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        connector = new ClientConnector(
                server,
                ConnectionContext.of(server.getThreadPool(), 1, System::nanoTime),
                List.of(ClientConnector.http1(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setHandler(new Answering());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void silentClientIsPutOut() throws Exception {
        try (RawClient client = new RawClient(connector.boundAddress())) {
            connection().closeIfSilent();

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** As when thousands ask at once, and the one thread that sees them has not come so far. */
    @Test
    void clientWhoseRequestNobodyHasLookedAtYetIsAnswered() throws Exception {
        try (RawClient client = new RawClient(connector.boundAddress())) {
            ClientConnection connection = connection();
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            connector.getSelectorManager().getBean(ManagedSelector.class).submit(selector -> {
                busy.countDown();
                await(over);
            });
            busy.await();
            client.send(RawClient.request("/"));

            connection.closeIfSilent();
            over.countDown();

            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            client.send(RawClient.request("/"));
            assertThat(client.readResponse()).as("a further one").startsWith("HTTP/1.1 200 ");
        }
    }

    private ClientConnection connection() throws Exception {
        Conditions.until(() -> connector.getConnectedEndPoints().stream()
                .anyMatch(endPoint -> ((ClientConnection) endPoint).isFillInterested()));
        return (ClientConnection) connector.getConnectedEndPoints().iterator().next();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.wrap(new byte[] {'x'}), callback);
            return true;
        }
    }
}
