import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.websocket.WebSocketService;
import java.net.InetSocketAddress;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class ArmeriaEcho {
    private ArmeriaEcho() {}

    static int start() {
        Server server = Server.builder()
                .http(new InetSocketAddress("127.0.0.1", 0))
                // As it is: only an Origin of the server's own address is let in.
                .service("/", WebSocketService.of((context, in) -> echo(in)))
                .build();
        server.start().join();
        return server.activeLocalPort();
    }

    private static WebSocket echo(WebSocket in) {
        WebSocketWriter out = WebSocket.streaming();
        in.subscribe(new Echo(out));
        return out;
    }

    /** Takes what a user of the library thinks of: text, binary and Close. */
    private record Echo(WebSocketWriter out) implements Subscriber<WebSocketFrame> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(WebSocketFrame frame) {
            try (frame) {
                switch (frame.type()) {
                    case TEXT -> out.write(frame.text());
                    case BINARY -> out.write(frame.array());
                    case CLOSE -> out.close();
                    default -> {}
                }
            }
        }

        @Override
        public void onError(Throwable cause) {
            out.close(cause);
        }

        @Override
        public void onComplete() {
            out.close();
        }
    }
}
