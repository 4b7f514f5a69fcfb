import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Flow;

final class PekkoEcho {
    private PekkoEcho() {}

    static int start() throws Exception {
        ActorSystem system = ActorSystem.create("echo");
        return Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(Directives.pathSingleSlash(() -> Directives.handleWebSocketMessages(Flow.of(Message.class))))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .localAddress()
                .getPort();
    }
}
