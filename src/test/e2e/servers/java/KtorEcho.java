import io.ktor.server.application.ApplicationPluginKt;
import io.ktor.server.engine.EmbeddedServerKt;
import io.ktor.server.engine.EngineConnectorConfig;
import io.ktor.server.netty.Netty;
import io.ktor.server.routing.RoutingRootKt;
import io.ktor.server.websocket.DefaultWebSocketServerSession;
import io.ktor.server.websocket.RoutingKt;
import io.ktor.server.websocket.WebSockets;
import java.util.List;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.flow.FlowKt;

/** Ktor from Java, which spares a compiler for Kotlin: what is passed on as {@code end} is the rest of a suspended function. */
final class KtorEcho {
    private KtorEcho() {}

    static int start() throws Exception {
        var server = EmbeddedServerKt.embeddedServer(Netty.INSTANCE, 0, "127.0.0.1", List.of(), (application, end) -> {
                    ApplicationPluginKt.install(application, WebSockets.Plugin, options -> Unit.INSTANCE);
                    RoutingRootKt.routing(application, routing -> {
                        RoutingKt.webSocket(routing, "/", null, KtorEcho::echo);
                        return Unit.INSTANCE;
                    });
                    return Unit.INSTANCE;
                })
                .start(false);
        List<? extends EngineConnectorConfig> connectors = BuildersKt.runBlocking(
                EmptyCoroutineContext.INSTANCE, (scope, end) -> server.getEngine().resolvedConnectors(end));
        return connectors.get(0).getPort();
    }

    private static Object echo(DefaultWebSocketServerSession session, Continuation<? super Unit> end) {
        return FlowKt.consumeAsFlow(session.getIncoming())
                .collect((frame, sent) -> session.getOutgoing().send(frame, sent), end);
    }
}
