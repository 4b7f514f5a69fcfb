package dev.websocketexporter.testkit;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.Handshake;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Undertow; its plain port takes HTTP/2 from clients that know beforehand that it does. */
public final class UndertowServer implements RealServer {
    private final Undertow undertow;

    public UndertowServer(SSLContext tls) {
        List<Handshake> handshakes = List.of(new Hybi13Handshake(Set.of("chat"), false));
        WebSocketConnectionCallback connected = (exchange, channel) -> listen(channel);
        this.undertow = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setIoThreads(1)
                .setWorkerThreads(2)
                .addHttpListener(0, "127.0.0.1")
                .addHttpsListener(0, "127.0.0.1", tls)
                .setHandler(Handlers.path()
                        .addPrefixPath("/echo", new WebSocketProtocolHandshakeHandler(handshakes, connected)))
                .build();
        undertow.start();
    }

    private static void listen(WebSocketChannel channel) {
        channel.getReceiveSetter().set(new AbstractReceiveListener() {
            @Override
            protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                WebSockets.sendText(message.getData(), from, null);
            }
        });
        channel.resumeReceives();
    }

    @Override
    public int plainPort() {
        return port(0);
    }

    @Override
    public int securePort() {
        return port(1);
    }

    @Override
    public boolean offersWebSocketOverHttp2() {
        return false;
    }

    private int port(int listener) {
        return ((InetSocketAddress) undertow.getListenerInfo().get(listener).getAddress()).getPort();
    }

    @Override
    public void close() {
        undertow.stop();
    }

    @Override
    public String toString() {
        return "Undertow";
    }
}
