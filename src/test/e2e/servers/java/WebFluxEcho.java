import java.util.Map;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.handler.WebFluxResponseStatusExceptionHandler;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.http.server.HttpServer;

final class WebFluxEcho {
    private WebFluxEcho() {}

    static int start() {
        WebSocketHandler echo = session -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(SimpleUrlHandlerMapping.class, () -> new SimpleUrlHandlerMapping(Map.of("/", echo), -1));
        // Named, since Spring would take another server that is on the class path here.
        context.registerBean(WebSocketHandlerAdapter.class, () ->
                new WebSocketHandlerAdapter(new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy())));
        // As @EnableWebFlux has it; without it an unknown path is a 500.
        context.registerBean(WebFluxResponseStatusExceptionHandler.class);
        context.registerBean("webHandler", DispatcherHandler.class, () -> new DispatcherHandler());
        context.refresh();
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow()
                .port();
    }
}
