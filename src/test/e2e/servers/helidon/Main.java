import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/** Starts Helidon and tells its address in one line. It echoes text and binary messages. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try {
            WebServer server = WebServer.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .addRouting(WsRouting.builder().endpoint("/", new Echo()))
                    .build()
                    .start();
            System.out.println("{\"helidon\":\"ws://127.0.0.1:" + server.port() + "/\"}");
        } catch (Throwable e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private static final class Echo implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }

        @Override
        public void onMessage(WsSession session, BufferData buffer, boolean last) {
            session.send(buffer, last);
        }
    }
}
