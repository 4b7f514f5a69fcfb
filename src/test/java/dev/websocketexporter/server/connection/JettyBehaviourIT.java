package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

/** What {@link ClientConnection} assumes of how Jetty reads and answers, on Jetty alone: without Javalin or an endpoint. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class JettyBehaviourIT {
    private static final String REQUEST = RawClient.request("/");

    private final BlockingQueue<Handled> handled = new LinkedBlockingQueue<>();
    private final Server server = new Server();
    private InetSocketAddress address;

    /** A request that waits for its answer. */
    private record Handled(
            ClientConnection connection, boolean turn, Thread thread, Response response, Callback callback) {
        void answer() {
            response.write(true, null, callback);
        }
    }

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        ClientConnector connector = new ClientConnector(
                server,
                ConnectionContext.of(server.getThreadPool(), 4, System::nanoTime),
                List.of(ClientConnector.http1(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setHandler(new Waiting());
        server.start();
        address = connector.boundAddress();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Not every one: a request that comes before the connection rests is read by the thread that goes on with it. */
    @Test
    void requestOnAConnectionAtRestIsHandledByTheThreadThatReadIt() throws Exception {
        boolean turn = false;
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 50 && !turn; i++) {
                client.send(REQUEST);
                Handled request = next();
                turn = request.turn();
                request.connection().answerSoon(request::answer);
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(turn)
                .as("Jetty calls a reader that never blocks on its selector's thread")
                .isTrue();
    }

    @Test
    void clientThatGoesIsNoticedWhileItsRequestWaits() throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try (RawClient client = new RawClient(address)) {
            client.send(REQUEST);
            next().connection().watch(() -> gone.complete(null));
            assertThat(gone).isNotDone();
        }

        gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasReadAheadIsTheNextRequest() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(REQUEST);
            Handled first = next();
            first.connection().watch(() -> {});
            client.send(REQUEST);
            first.connection().unwatch();
            first.answer();
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");

            next().answer();

            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void answerAndThePipelinedRequestAfterItRunOnTheSelectorsThread() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(REQUEST + REQUEST);
            Handled first = next();
            CompletableFuture<Thread> answering = new CompletableFuture<>();

            first.connection().answerSoon(() -> {
                answering.complete(Thread.currentThread());
                first.answer();
            });

            Handled second = next();
            assertThat(second.thread())
                    .as("Jetty goes on by HttpConnection.getExecutor")
                    .isSameAs(answering.get());
            assertThat(second.turn())
                    .as("only what the selector has reported is a turn")
                    .isFalse();
            second.answer();
        }
    }

    private Handled next() throws InterruptedException {
        Handled next = handled.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a request").isNotNull();
        return next;
    }

    private final class Waiting extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            ClientConnection connection = (ClientConnection) request.getAttribute(ClientConnection.class.getName());
            handled.add(new Handled(
                    connection, connection.threads().takeTurn(), Thread.currentThread(), response, callback));
            return true;
        }
    }
}
