import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;

final class JavaWebSocketEcho extends WebSocketServer {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private JavaWebSocketEcho() {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
    }

    static int listen() throws Exception {
        JavaWebSocketEcho server = new JavaWebSocketEcho();
        server.start();
        return server.port.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void onStart() {
        port.complete(getPort());
    }

    /** The library's own way to let only some in, from its wiki: its answer is the same whatever the cause. */
    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(WebSocket socket, Draft draft, ClientHandshake request)
            throws InvalidDataException {
        ServerHandshakeBuilder answer = super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
        if (!request.getResourceDescriptor().equals("/")) {
            throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "Not accepted!");
        }
        return answer;
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception e) {
        if (socket == null) {
            port.completeExceptionally(e);
        }
    }
}
