package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.http.OneLineErrors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerErrorTest {
    /** Left unanswered, it would keep its connection until the idle timeout. */
    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
            })
    void requestThatMeetsAnErrorIsAnswered(String request) throws Exception {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(ClientConnector::introduce);
        ClientConnector connector = new ClientConnector(
                server,
                ConnectionContext.of(server.getThreadPool(), 1, System::nanoTime),
                List.of(ClientConnector.http1(http)));
        connector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addConnector(connector);
        server.setErrorHandler(new OneLineErrors(32 * 1024, headers -> {}));
        server.setHandler(new RequestBodyDrainer(new DispatchHandler("/probe", Set.of()), Set.of()));
        ((Handler.Wrapper) ((Handler.Wrapper) server.getHandler()).getHandler()).setHandler(new Failing());
        server.start();
        try (RawClient client = new RawClient(connector.boundAddress())) {
            client.send(request);
            assertThat(client.readResponse()).startsWith("HTTP/1.1 500 ");
        } finally {
            server.stop();
        }
    }

    private static final class Failing extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            throw new StackOverflowError("for a test");
        }
    }
}
