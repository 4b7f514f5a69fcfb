package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EchoHandlerIT {
    private static final String HANDSHAKE = "GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void textBinaryAndPingComeBack() throws Exception {
        Ear ear = new Ear();
        WebSocket socket = connect(ear);
        socket.sendText("grüße", true).get();
        assertThat(ear.next()).isEqualTo("grüße");
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).get();
        assertThat(ear.next()).isEqualTo("3 bytes");
        socket.sendPing(ByteBuffer.wrap(new byte[] {7})).get();
        assertThat(ear.next()).isEqualTo("pong");
        socket.sendText("x".repeat(EchoHandler.LARGEST_MESSAGE_BYTES), true).get();
        assertThat(ear.next()).hasSize(EchoHandler.LARGEST_MESSAGE_BYTES);
        socket.sendClose(1000, "").get();
        assertThat(ear.next()).isEqualTo("close 1000");
    }

    @Test
    void messageOver64KibIsClosedWith1009() throws Exception {
        Ear ear = new Ear();
        connect(ear).sendText("x".repeat(EchoHandler.LARGEST_MESSAGE_BYTES + 1), true);
        assertThat(ear.next()).isEqualTo("close 1009");

        WebSocket socket = connect(ear);
        socket.sendBinary(ByteBuffer.allocate(40_000), false).get();
        socket.sendBinary(ByteBuffer.allocate(40_000), true);
        assertThat(ear.next()).isEqualTo("close 1009");
    }

    @Test
    void seventeenthConnectionGets503UntilOneLeaves() throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        Ear ear = new Ear();
        for (int i = 0; i < EchoHandler.MOST_CONNECTIONS; i++) {
            sockets.add(connect(ear));
        }
        try (RawClient client = new RawClient(running.address())) {
            client.send(HANDSHAKE + "Sec-WebSocket-Version: 13\r\n\r\n");
            assertThat(client.readResponse())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 1\r\n")
                    .endsWith("/echo has 16 connections, which is its limit (expected: fewer at once)\n");
        }
        sockets.get(0).sendClose(1000, "").get();
        sockets.get(1).abort();
        assertThat(ear.next()).isEqualTo("close 1000");
        Conditions.until(this::canConnect);
        Conditions.until(this::canConnect);
    }

    private boolean canConnect() {
        try {
            connect(new Ear());
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    @Test
    void plainGetIs426() throws Exception {
        HttpResponse<String> response = running.get("/echo");

        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(response.body()).isEqualTo("/echo speaks WebSocket only (expected: a WebSocket client)\n");
    }

    @Test
    void otherVersionIsToldTheRightOne() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(HANDSHAKE + "Sec-WebSocket-Version: 12\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 426 ")
                    .contains("Sec-WebSocket-Version: 13\r\n")
                    .contains("not an opening handshake that /echo accepts");
        }
    }

    @Test
    void badKeyIsRefusedAndTakesNoPlace() throws Exception {
        String handshake = HANDSHAKE.replace("dGhl", "!") + "Sec-WebSocket-Version: 13\r\n\r\n";
        try (RawClient client = new RawClient(running.address())) {
            for (int i = 0; i < EchoHandler.MOST_CONNECTIONS + 2; i++) {
                client.send(handshake);
                assertThat(client.readResponse())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("not an opening handshake that /echo accepts");
            }
        }
        assertThat(canConnect()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Extensions: foo; a=\"",
                "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions: ;;=,\""
            })
    void badExtensionIsTheClientsMistakeAndTakesNoPlace(String header) throws Exception {
        String handshake = HANDSHAKE + "Sec-WebSocket-Version: 13\r\n" + header + "\r\n\r\n";
        try (RawClient client = new RawClient(running.address())) {
            for (int i = 0; i < EchoHandler.MOST_CONNECTIONS + 2; i++) {
                client.send(handshake);
                assertThat(client.readResponse())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("not an opening handshake that /echo accepts");
            }
        }
        assertThat(canConnect()).isTrue();
    }

    @Test
    void onlyCompressionIsSelectedOfTheExtensions() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(HANDSHAKE + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Extensions: fragment;maxLength=1, permessage-deflate, @identity\r\n\r\n");
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate\r\n");
        }
    }

    @Test
    void withoutEchoThereIsNothing() throws Exception {
        try (RunningServer other = RunningServer.start(RunningServer::withoutEcho)) {
            assertThat(other.get("/echo").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void firstSubprotocolOfferedIsSelected() throws Exception {
        WebSocket socket = running.client
                .newWebSocketBuilder()
                .subprotocols("mqtt", "stomp")
                .buildAsync(uri(), new Ear())
                .get();
        assertThat(socket.getSubprotocol()).isEqualTo("mqtt");
    }

    private WebSocket connect(Ear ear) throws Exception {
        return running.client.newWebSocketBuilder().buildAsync(uri(), ear).get(10, TimeUnit.SECONDS);
    }

    private URI uri() {
        return URI.create("ws://127.0.0.1:" + running.address().getPort() + "/echo");
    }

    /** Hears what the server says, in order. */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            return heard.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.add(data.remaining() + " bytes");
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong");
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return CompletableFuture.completedFuture(null);
        }
    }
}
