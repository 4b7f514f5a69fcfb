import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

final class VertxEcho {
    private VertxEcho() {}

    static int start() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        return vertx.createHttpServer()
                .webSocketHandshakeHandler(handshake -> {
                    if (handshake.path().equals("/")) {
                        handshake.accept();
                    } else {
                        handshake.reject();
                    }
                })
                .webSocketHandler(socket -> {
                    socket.textMessageHandler(socket::writeTextMessage);
                    socket.binaryMessageHandler(socket::writeBinaryMessage);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .actualPort();
    }
}
